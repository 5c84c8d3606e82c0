"""The demo's mail server and mail box: a real SMTP server on loopback (Debian's aiosmtpd) that keeps what it takes.

mail_box.py serve FOLDER ANNOUNCE   takes mail into FOLDER (a Maildir) until SIGTERM; writes its port to ANNOUNCE
mail_box.py list FOLDER             prints time and subject of each mail, in the order in which they came
mail_box.py show FOLDER [WORDS]     prints the last mail as a person reads it; of those that have these words
has FOLDER WORDS        is there a mail with these words?
"""

import asyncio
import mailbox
import os
import signal
import sys
from email.header import decode_header, make_header


def serve(folder, announce):
    from aiosmtpd.handlers import Mailbox
    from aiosmtpd.smtp import SMTP

    async def run():
        loop = asyncio.get_running_loop()
        handler = Mailbox(folder)
        server = await loop.create_server(lambda: SMTP(handler, hostname="localhost"), "127.0.0.1", 0)
        with open(announce + ".new", "w", encoding="ascii") as file:
            file.write(str(server.sockets[0].getsockname()[1]))
        os.rename(announce + ".new", announce)
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await stop.wait()
        server.close()

    asyncio.run(run())


def mails(folder):
    box = mailbox.Maildir(folder, create=False)
    files = sorted(box.iterkeys(), key=lambda key: os.path.getmtime(os.path.join(folder, "new", key)))
    return [box[key] for key in files]


def subject_of(mail):
    return str(make_header(decode_header("".join(mail["Subject"].splitlines()))))


def text_of(mail):
    body = mail.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
    head = f"From: {mail['From']}\nTo: {mail['To']}\nDate: {mail['Date']}\nSubject: {subject_of(mail)}\n"
    return head + "\n" + body


def with_words(folder, words):
    return [text for text in map(text_of, mails(folder)) if words in text]


def main(verb, folder, *rest):
    if verb == "serve":
        serve(folder, *rest)
    elif verb == "list":
        for mail in mails(folder):
            print(mail["Date"], "|", subject_of(mail))
    elif verb == "show":
        print("".join(with_words(folder, rest[0] if rest else "")[-1:]), end="")
    elif verb == "has":
        sys.exit(0 if with_words(folder, rest[0]) else 1)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
