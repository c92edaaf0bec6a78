"""gunicorn as a part of our own process, with the background worker beside its web workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornLogger

from alongside.config.logs import FORMAT, WithoutMessages

GRACE = 30
THREADS = 4


class Logger(GunicornLogger):
    """gunicorn's log, written as ours is: without the messages of exceptions."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(WithoutMessages(FORMAT))


class Web(BaseApplication):
    """What is served, and how."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.workers = workers
        super().__init__()

    def load_config(self) -> None:
        from alongside.config.settings import ENVIRONMENT

        for name, value in {
            "bind": self.address,
            "workers": self.workers,
            # Threads, so that somebody on a slow line holds up a thread and not a process.
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": GRACE,
            # A worker is replaced now and then, whatever it may have let grow.
            "max_requests": 5_000,
            "max_requests_jitter": 500,
            # No access log: who asked for what and when is about people. Errors go where our own log goes.
            "accesslog": None,
            "errorlog": "-",
            # Its warnings quote what was sent and by whom.
            "loglevel": "error",
            "logger_class": Logger,
            "control_socket_disable": True,
            # Whose word is taken for the reader's address and for https: nobody's but that of proxies named in the settings.
            "forwarded_allow_ips": ",".join(ENVIRONMENT.trusted_proxies),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from alongside.config.wsgi import application

        return application


class Server(Arbiter):
    """gunicorn's own master, which also keeps the background worker running and says when pages are served."""

    def __init__(self, web: Web, *, ready: Callable[[], object] | None, with_worker: bool) -> None:
        self._say_ready = ready
        self._with_worker = with_worker
        self._background: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        # A web worker that has loaded everything writes to it; the master reads.
        self._heard, self._told = os.pipe()
        os.set_blocking(self._heard, False)
        web.cfg.set("post_worker_init", self._loaded)
        super().__init__(web)

    def serve(self) -> int:
        """Run until asked to stop; return the exit code. Puts the process's signals back as they were."""
        before = {each: signal.getsignal(each) for each in (*self.SIGNALS, signal.SIGCHLD)}
        try:
            self.run()
        except SystemExit as stop:
            return int(stop.code or 0)
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
            os.close(self._heard)
            os.close(self._told)
        return 0

    def manage_workers(self) -> None:
        """Called about once a second: web workers are gunicorn's business, the rest is ours."""
        super().manage_workers()
        if self._with_worker and os.getpid() == self.pid:
            self._keep_background()
        if self._say_ready and self._somebody_loaded():
            say, self._say_ready = self._say_ready, None
            say()

    def stop(self, graceful: bool = True) -> None:
        """Stop everything; what is being done is finished, within the time that gunicorn gives its own workers."""
        background, self._with_worker = self._background, False
        if background is not None and background.poll() is None:
            background.terminate()
        super().stop(graceful)
        if background is not None:
            until = time.monotonic() + (GRACE if graceful else 2)
            while background.poll() is None and time.monotonic() < until:
                time.sleep(0.05)
            if background.poll() is None:
                background.kill()
                background.wait()

    def _keep_background(self) -> None:
        if self._background is not None and self._background.poll() is None:
            return
        if self._background is not None:
            self.log.error("The background worker ended and is started again.")
            if time.monotonic() - self._started_at < 5:
                return  # one that can't start is tried every few seconds, not every one
        self._started_at = time.monotonic()
        self._background = subprocess.Popen(
            [sys.executable, "-m", "alongside", "serve", "--only-worker", "--while-parent", str(os.getpid())],
            start_new_session=True,  # Ctrl-C goes to the master alone, which tells it
        )

    def _loaded(self, worker: Any) -> None:
        os.write(self._told, b".")

    def _somebody_loaded(self) -> bool:
        try:
            return bool(os.read(self._heard, 64))
        except BlockingIOError:
            return False
