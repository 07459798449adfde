"""Tests in real Chromium, against the demo site served by Django in a process of its own."""
