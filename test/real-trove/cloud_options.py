"""The command line of fake_trove.py."""
import argparse
import os
import sqlite3
import tempfile


parser = argparse.ArgumentParser()
parser.add_argument('--port', type=int, default=8779)
parser.add_argument('--db', default=None, help='a file, for sqlite')
parser.add_argument('--db-url', default=None, help='e.g. mysql+pymysql://root@127.0.0.1:3306/trove?charset=utf8')
parser.add_argument('--boot', type=float, default=2.0, help='fake seconds BUILD->ACTIVE')
parser.add_argument('--delete', type=float, default=1.0)
parser.add_argument('--backup', type=float, default=1.5)
parser.add_argument('--guest-lag', type=float, default=0.5,
                    help='seconds until the guest has done what it was cast; databases and users come this long after ACTIVE')
parser.add_argument('--speed', type=float, default=0.1, help='scale for poll sleeps')
parser.add_argument('--rate', type=int, default=100000, help='requests/min/verb/tenant')
parser.add_argument('--max-instances', type=int, default=10)
parser.add_argument('--max-volumes', type=int, default=40, help='quota: GB of volumes a project')
parser.add_argument('--no-volumes', action='store_true', help="data is on the server's own disk")
parser.add_argument('--default-locality', default=None, help='of new instances; since Trove 26')
parser.add_argument('--access-log', default=None, help='a JSON line a request: t (s), method, path, status')
parser.add_argument('--auth-url', required=True, help='of the Keystone that validates the tokens')
parser.add_argument('--auth-password', default='secret', help='of the Keystone user admin, project admin')
parser.add_argument('--debug', action='store_true')
OPTIONS = parser.parse_args()
DATABASE = OPTIONS.db or os.path.join(tempfile.mkdtemp(prefix='trove-'), 'trove.sqlite')


def prepare_sqlite():
    for suffix in ('', '-wal', '-shm'):
        if os.path.exists(DATABASE + suffix):
            os.unlink(DATABASE + suffix)
    # WAL: Trove nests sessions (the recursive delete of a backup); with the default rollback journal an open reader
    # blocks the writer: "database is locked"
    connection = sqlite3.connect(DATABASE)
    connection.execute('PRAGMA journal_mode=WAL')
    connection.close()
