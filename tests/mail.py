"""A real SMTP server on loopback, for tests that send mails."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps what the server was sent, as ``email.message.EmailMessage``, the oldest first."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - as aiosmtpd calls it
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"

    @property
    def recipients(self):
        """The addresses that got a mail, one for each mail, in order."""
        return sorted(message["X-Envelope-To"] for message in self.messages)


class MailServer(Controller):
    """The server; ``port`` is a free one from ``start()`` on, ``mailbox`` what it was sent."""

    def __init__(self):
        self.mailbox = Mailbox()
        super().__init__(self.mailbox, hostname="127.0.0.1", port=0)

    def _trigger_server(self):
        # aiosmtpd connects to the port it was given; 0 means another one.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
