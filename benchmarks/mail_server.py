"""A mail server that accepts every email and keeps none: python -m benchmarks.mail_server PORT."""

import signal
import sys

from aiosmtpd.controller import Controller


class DiscardingHandler:
    async def handle_DATA(self, server, session, envelope) -> str:
        return "250 OK"


def main() -> None:
    controller = Controller(DiscardingHandler(), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    signal.pause()


if __name__ == "__main__":
    main()
