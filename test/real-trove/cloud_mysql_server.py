"""The MariaDB servers inside the instances: each instance has its own, with its data below `instances` beside Trove's.

A server starts when the guest agent first needs it, from a copy of a template, since most instances are never asked for
their databases and users. At most LIMIT run: the one that was used the longest ago ends, and keeps its data. All end
with this process, also when it is killed.
"""
import collections
import ctypes
import os
import shutil
import signal
import socket

import eventlet
from eventlet import semaphore
from eventlet.green import subprocess
import sqlalchemy
from sqlalchemy import event
from trove.guestagent.utils import mysql

from cloud_options import DATABASE

ROOT = os.path.join(os.path.dirname(DATABASE), 'instances')
TEMPLATE = os.path.join(ROOT, 'template')
LIMIT = 8     # about 30 MB each
PR_SET_PDEATHSIG = 1
# Before 10.6 there is no `sys`, which the guest of a MariaDB would list. The other accounts have no password either, and
# root's name is what the guest looks for to tell whether root is enabled.
TIDY = "DROP DATABASE sys;\nDELETE FROM mysql.global_priv WHERE Host != 'localhost';\n"
SMALL = ['--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M', '--innodb-log-buffer-size=1M', '--skip-log-bin',
         '--innodb-flush-log-at-trx-commit=0', '--skip-performance-schema', '--key-buffer-size=1M',
         '--aria-pagecache-buffer-size=1M']
RUNNING = collections.OrderedDict()     # by id, the one that was used last at the end
TEMPLATE_LOCK = semaphore.Semaphore()


class MySqlServer:
    """Does one thing at a time, in the order in which it was asked: `with server as engine`."""

    def __init__(self, id):
        self.id, self.process, self.engine, self.lock = id, None, None, semaphore.Semaphore()
        self.directory = os.path.join(ROOT, id)
        self.socket = os.path.join(self.directory, 'socket')

    def __enter__(self):
        self.lock.acquire()
        try:
            if not self.process:
                self._start()
            RUNNING[self.id] = self
            RUNNING.move_to_end(self.id)
        except BaseException:
            self.lock.release()
            raise
        stop_unused()
        return self.engine

    def __exit__(self, *_):
        self.lock.release()

    def stop(self):
        with self.lock:
            self._end(signal.SIGTERM)

    def remove(self):
        with self.lock:
            self._end(signal.SIGKILL)
            shutil.rmtree(self.directory, ignore_errors=True)

    def _start(self):
        data = os.path.join(self.directory, 'data')
        if not os.path.exists(data):
            prepare_template()
            os.makedirs(self.directory, exist_ok=True)
            subprocess.run(['cp', '-a', TEMPLATE, data], check=True)
        host, port = free_address()
        # The log tells why it did not start.
        with open(os.path.join(self.directory, 'log'), 'ab') as log:
            self.process = subprocess.Popen(
                ['mariadbd', '--no-defaults', '--user=root', '--datadir=' + data, '--tmpdir=' + self.directory,
                 '--socket=' + self.socket, '--bind-address=' + host, '--port=%d' % port, '--skip-name-resolve', *SMALL],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=end_with_parent)
        self._wait()
        with open(os.path.join(self.directory, 'address'), 'w') as file:
            file.write('%s:%d' % (host, port))
        # As BaseMySqlApp.get_engine of trove/guestagent/datastore/mysql_common/service.py.
        self.engine = sqlalchemy.create_engine('mysql+pymysql://root@localhost/?unix_socket=' + self.socket)
        event.listen(self.engine, 'checkout', mysql.connection_checkout)
        event.listen(self.engine, 'before_cursor_execute', before_execute, retval=True)

    def _wait(self):
        for _ in range(1500):
            try:
                with socket.socket(socket.AF_UNIX) as client:
                    return client.connect(self.socket)
            except OSError:
                eventlet.sleep(.02)
            if self.process.poll() is not None:
                break
        self._end(signal.SIGKILL)
        raise RuntimeError('mariadbd did not start: see %s' % self.directory)

    def _end(self, number):
        RUNNING.pop(self.id, None)
        if self.engine:
            self.engine.dispose()
        if self.process:
            self.process.send_signal(number)
            self.process.wait()
        self.process = self.engine = None


def before_execute(connection, cursor, statement, parameters, context, executemany):
    """MySQL up to 8.0.28 and MariaDB up to 10.5, which Trove runs here, list `utf8` where later ones list `utf8mb3`."""
    for column in ('default_character_set_name', 'default_collation_name'):
        statement = statement.replace(column + ' as', "REPLACE(%s, 'utf8mb3', 'utf8') as" % column)
    return statement, parameters


def stop_unused():
    for server in list(RUNNING.values())[:-LIMIT]:
        if not server.lock.locked():
            RUNNING.pop(server.id)
            eventlet.spawn(server.stop)


def prepare_template():
    with TEMPLATE_LOCK:
        if os.path.exists(TEMPLATE):
            return
        os.makedirs(ROOT, exist_ok=True)
        extra, unfinished = os.path.join(ROOT, 'extra.sql'), TEMPLATE + '.new'
        with open(extra, 'w') as file:
            file.write(TIDY)
        subprocess.run(['mariadb-install-db', '--no-defaults', '--user=root', '--datadir=' + unfinished, '--tmpdir=' + ROOT,
                        '--skip-test-db', '--auth-root-authentication-method=normal', '--extra-file=' + extra, *SMALL],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        os.rename(unfinished, TEMPLATE)


def free_address():
    """A port on a loopback address that only this process uses: nobody takes it before the server has it."""
    pid = os.getpid()
    with socket.socket() as free:
        free.bind(('127.%d.%d.%d' % (100 + (pid >> 14 & 127), pid >> 7 & 127, 1 + (pid & 127)), 0))
        return free.getsockname()


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
