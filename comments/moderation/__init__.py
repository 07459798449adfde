"""What moderation looks like in figures: read by the admin's reports, written by nobody."""
