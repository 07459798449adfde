"""One request to one address that was checked: no redirects, no proxies, and an end to waiting."""

import http.client
import socket
import ssl
from contextlib import closing, suppress
from threading import Timer

from django.utils.translation import gettext as _

#: Seconds for each step, and for the whole: a receiver that sends a letter now and then ends too.
STEP_SECONDS, WHOLE_SECONDS = 5, 15
#: How much of an answer is read, in bytes.
LONGEST_ANSWER = 64 * 1024
USER_AGENT = "DanceConnection-Webhooks/1"


class SendingFailed(Exception):
    """The message did not arrive; the text says why, and nothing of the inner network."""


class _Connection(http.client.HTTPConnection):
    """A connection to the IP address of a ``Target``, whatever its name stands for by now."""

    def __init__(self, target):
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self.target = target

    def connect(self):
        self.sock = socket.create_connection((self.target.ip, self.target.port), self.timeout)
        if self.target.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)

    def end(self):
        """Close the socket under whoever waits for it."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def send(target, body, headers):
    """Post ``body`` to ``target``; return ``(status, beginning of the answer)``.

    Raises ``SendingFailed``. A redirect is an answer like others: nobody follows it.
    """
    headers = {
        "Host": target.host_header,
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        **headers,
    }
    with closing(_Connection(target)) as connection:
        watch = Timer(WHOLE_SECONDS, connection.end)
        watch.daemon = True
        watch.start()
        try:
            connection.request("POST", target.path, body, headers)
            response = connection.getresponse()
            return response.status, response.read(LONGEST_ANSWER).decode("utf-8", "replace")
        except TimeoutError as error:
            raise SendingFailed(_("There was no answer in time.")) from error
        except ssl.SSLError as error:
            raise SendingFailed(_("There is no secure connection.")) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise SendingFailed(_("The connection failed.")) from error
        finally:
            watch.cancel()
