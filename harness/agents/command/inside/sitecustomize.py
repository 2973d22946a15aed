"""Lists what a Python program attempts, while it attempts it: one JSON line for each, to the third pipe.

Python imports a module of this name before the program itself, and what is heard by an audit hook cannot be unheard.
It blocks nothing: that is the work of the sandbox.
"""

import os
import sys


def _listen():
    from json import dumps
    from os import fspath, fstat, path, readlink, write
    from stat import S_ISSOCK

    try:
        pipe = int(os.environ.get("EARNEST_REPORTS", ""))
        born = fstat(pipe)
    except (ValueError, OSError):
        return
    if not S_ISSOCK(born.st_mode):
        return
    home = path.realpath(os.environ.get("TMPDIR", "/tmp")) + "/"
    door = os.environ.get("EARNEST_DOOR", "")
    changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    getframe = sys._getframe

    def words(value):
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        if isinstance(value, (list, tuple)):
            return " ".join(words(each) for each in value)
        return value if isinstance(value, str) else str(value)

    def place(value, folder=-1):
        """A path as it is meant, links followed; None where nothing of the world outside is touched."""
        if value is None:
            return os.getcwd()
        if isinstance(value, int):
            whole = readlink("/proc/self/fd/%d" % value)
        else:
            base = readlink("/proc/self/fd/%d" % folder) if isinstance(folder, int) and folder >= 0 else os.getcwd()
            whole = path.join(base, words(fspath(value)))
        whole = path.realpath(whole)
        return None if whole.startswith(home) or whole == "/dev/null" else whole

    def opened(args):
        name, mode, flags = (tuple(args) + (None, None))[:3]
        if isinstance(name, int):
            return None
        writes = (isinstance(mode, str) and any(c in mode for c in "wax+")) or (isinstance(flags, int) and flags & changing)
        return place(name) if writes else None

    def address(value):
        if isinstance(value, tuple) and len(value) >= 2:
            text = "%s:%s" % (words(value[0]), words(value[1]))
            return None if text == door else text
        text = words(value)
        return "@" + text[1:] if text.startswith("\0") else text

    def host(args):
        name = words(args[0])
        return None if name in ("127.0.0.1", "localhost", "None", "") else name

    def library(args):
        if args[0] is None:
            frame = getframe(2)
            while frame is not None and frame.f_code.co_name in ("__init__", "_load_library"):
                frame = frame.f_back
            # The module opens the program itself once when it is imported, whoever imports it.
            if frame is not None and frame.f_globals.get("__name__") == "ctypes" and frame.f_code.co_name == "<module>":
                return None
            return "the program itself"
        return words(args[0])

    def at(folder):
        """The path of an event whose argument of this number is the folder that the path counts from."""
        return lambda args: place(args[0], args[folder] if len(args) > folder else -1)

    def pair(args):
        one, two = place(args[0], args[2] if len(args) > 2 else -1), place(args[1], args[3] if len(args) > 3 else -1)
        return None if one is None and two is None else "%s -> %s" % (words(args[0]), words(args[1]))

    def link(args):
        made = place(args[1], args[2] if len(args) > 2 else -1)
        return None if made is None else "%s -> %s" % (made, words(args[0]))

    def database(args):
        name = words(args[0])
        return None if name in (":memory:", "") else place(name) or None

    def program(args):
        return words(args[1] if len(args) > 1 and args[1] else args[0])

    def spoken(args):
        return words(args[0])

    def itself(_):
        return "a copy of itself"

    def signalled(args):
        return "signal %s to %s" % (words(args[1]), words(args[0]))

    heard = {
        "open": ("file", opened),
        "os.remove": ("file", at(1)),
        "os.rename": ("file", pair),
        "os.link": ("file", pair),
        "os.symlink": ("file", link),
        "os.mkdir": ("file", at(2)),
        "os.rmdir": ("file", at(1)),
        "os.chmod": ("file", at(2)),
        "os.chown": ("file", at(3)),
        "os.chflags": ("file", at(9)),
        "os.lockf": ("file", at(9)),
        "os.truncate": ("file", at(9)),
        "os.utime": ("file", at(3)),
        "os.setxattr": ("file", at(9)),
        "os.removexattr": ("file", at(9)),
        "sqlite3.connect": ("file", database),
        "socket.connect": ("network", lambda args: address(args[1])),
        "socket.sendto": ("network", lambda args: address(args[1])),
        "socket.sendmsg": ("network", lambda args: None if args[1] is None else address(args[1])),
        "socket.bind": ("network", lambda args: "listen on %s" % address(args[1])),
        "socket.sethostname": ("network", spoken),
        "socket.getaddrinfo": ("dns", host),
        "socket.gethostbyname": ("dns", host),
        "socket.gethostbyaddr": ("dns", host),
        "socket.getnameinfo": ("dns", host),
        "subprocess.Popen": ("process", program),
        "os.system": ("process", spoken),
        "os.exec": ("process", program),
        "os.posix_spawn": ("process", program),
        "os.spawn": ("process", lambda args: words(args[1])),
        "os.fork": ("process", itself),
        "os.forkpty": ("process", itself),
        "pty.spawn": ("process", spoken),
        "resource.prlimit": ("process", lambda args: "limits of process %s" % words(args[0])),
        "os.kill": ("signal", signalled),
        "os.killpg": ("signal", signalled),
        "ctypes.dlopen": ("native code", library),
        "syslog.syslog": ("system log", lambda args: words(args[-1])),
    }

    def hear(event, args):
        known = heard.get(event)
        if known is None:
            return
        try:
            target = known[1](args)
            now = fstat(pipe)
            if target is not None and (now.st_dev, now.st_ino) == (born.st_dev, born.st_ino):
                write(pipe, (dumps({"kind": known[0], "target": target[:400]}) + "\n").encode())
        except Exception:
            # Whoever listens must not change what happens: the pipe may be closed in a child, an argument may be of no known form.
            return

    sys.addaudithook(hear)


_listen()
