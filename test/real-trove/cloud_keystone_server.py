"""Keystone in one process: sets itself up in the directory of its configuration, then serves.

    cloud_keystone_server.py DIRECTORY PORT

Not four runs of keystone-manage, which imports for two seconds each time. Nor keystone-wsgi-public, which serves one
request at a time with a backlog of 5: a burst of clients waits for minutes.
"""
import os
import sqlite3
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

from keystone.cmd import cli
from keystone.server.wsgi import initialize_public_application

directory, port = sys.argv[1], int(sys.argv[2])
configuration = os.path.join(directory, 'keystone.conf')
url = 'http://127.0.0.1:%d/v3' % port


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads, request_queue_size = True, 512


def manage(*args):
    """In a fork, since Keystone's configuration can be set up once a process."""
    child = os.fork()
    if child == 0:
        sys.argv = ['keystone-manage', '--config-file', configuration, *args]
        cli.main(argv=sys.argv)
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit('keystone-manage %s failed' % args[0])


def prepare():
    manage('db_sync')
    connection = sqlite3.connect(os.path.join(directory, 'keystone.sqlite'))
    connection.execute('PRAGMA journal_mode=WAL')     # else a reader blocks the writer: 'database is locked'
    connection.close()
    manage('fernet_setup', '--keystone-user', 'root', '--keystone-group', 'root')
    manage('credential_setup', '--keystone-user', 'root', '--keystone-group', 'root')
    manage('bootstrap', '--bootstrap-password', 'secret', '--bootstrap-region-id', 'RegionOne',
           '--bootstrap-public-url', url, '--bootstrap-internal-url', url, '--bootstrap-admin-url', url)


prepare()
os.environ.update(OS_KEYSTONE_CONFIG_DIR=directory, OS_KEYSTONE_CONFIG_FILES='keystone.conf')
sys.argv = sys.argv[:1]
make_server('127.0.0.1', port, initialize_public_application(), server_class=Server).serve_forever()
