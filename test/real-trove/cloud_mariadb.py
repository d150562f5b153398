"""A MariaDB of the cloud's own, on a socket in its directory."""
import os
import subprocess
import sys
import time


class MariaDB:
    def __init__(self, directory):
        self.socket, self.data = os.path.join(directory, 'mariadb.sock'), os.path.join(directory, 'mariadb')
        # A server that starts deletes the temporary tables in its folder, those of another that starts there too.
        self.temporary = os.path.join(directory, 'mariadb-tmp')
        self.url = 'mysql+pymysql://root@localhost/trove?charset=utf8&unix_socket=' + self.socket

    def prepare(self):
        os.makedirs(self.temporary, exist_ok=True)
        run = subprocess.run(['mariadb-install-db', '--no-defaults', '--user=root', '--datadir=' + self.data,
                              '--tmpdir=' + self.temporary, '--skip-test-db', '--auth-root-authentication-method=normal'],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if run.returncode:
            sys.exit('mariadb-install-db: %s' % run.stdout.decode()[-2000:])

    def server(self):
        return ['mariadbd', '--no-defaults', '--user=root', '--datadir=' + self.data, '--socket=' + self.socket,
                '--tmpdir=' + self.temporary, '--skip-networking', '--innodb-flush-log-at-trx-commit=0']

    def create_database(self):
        for _ in range(300):
            if subprocess.run(['mariadb', '--no-defaults', '-uroot', '-S' + self.socket, '-e', 'create database trove character set utf8'],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(.1)
        sys.exit('mariadbd did not start: see %s' % self.data)
