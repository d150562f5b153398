#!/usr/bin/python3
"""A real OpenStack database cloud on loopback: Keystone and Trove from Debian's packages.

    apt-get install -y --no-install-recommends keystone python3-trove python3-barbicanclient mariadb-server
    /usr/bin/python3 real_cloud.py --dir DIR [--keystone 5000] [--trove 8779] [fake_trove.py's own flags]

--trove-python VENV/bin/python runs the Trove of another Python environment, a later release, beside Debian's Keystone.

Keystone is whole (fernet tokens). Trove's API, schemas, quota, policy, rate limiter and task manager are whole too;
what lies under them, nova, cinder, neutron and the guest, is in memory (see fake_trove.py), except that Trove's own guest
agent makes the databases and users of MySQL and MariaDB, in a real MariaDB for each instance (see cloud_mysql.py).
Trove keeps its data in a MariaDB of its own on loopback where mariadbd is installed, else in sqlite, which freezes for
seconds under many writers at once. --database sqlite asks for that.
Writes DIR/clouds.yaml (cloud "demo"; "other", another project; "two", another region of the same; "appcred" with an
application credential) and DIR/openrc.
Prints `ready DIR` when both answer. Ctrl-C, SIGTERM or the end of standard input stops both, at any time.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
import urllib.error
import urllib.request

from cloud_keystone import Keystone
from cloud_mariadb import MariaDB

PASSWORD_CLOUD = '''  {name}:
    auth: {{auth_url: "{url}", username: demo, password: demo-password, project_name: {project}, user_domain_name: Default, project_domain_name: Default}}
    region_name: {region}
'''
APPLICATION_CREDENTIAL_CLOUD = '''  appcred:
    auth_type: v3applicationcredential
    auth: {{auth_url: "{url}", application_credential_id: {id}, application_credential_secret: appcred-secret}}
    region_name: RegionOne
'''
OPENRC = '''export OS_AUTH_URL={url} OS_USERNAME=demo OS_PASSWORD=demo-password OS_PROJECT_NAME=demo
export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_REGION_NAME=RegionOne OS_IDENTITY_API_VERSION=3
'''
children = []
# Where Debian keeps mariadbd, which is not on everybody's PATH; Trove on sqlite answers otherwise here and there.
os.environ['PATH'] = os.pathsep.join([os.environ.get('PATH', os.defpath), '/usr/sbin'])


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument('--dir', required=True)
    parser.add_argument('--keystone', type=int, default=5000)
    parser.add_argument('--trove', type=int, default=8779)
    parser.add_argument('--token-seconds', type=int, default=3600)
    parser.add_argument('--trove-python', default='/usr/bin/python3')
    parser.add_argument('--database', choices=('mariadb', 'sqlite'),
                        default='mariadb' if shutil.which('mariadbd') else 'sqlite')
    return parser.parse_known_args()


def start(directory, name, argv):
    with open(os.path.join(directory, name + '.out'), 'w') as log:
        children.append(subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log))


def stop(code=0):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for child in reversed(children):
        child.terminate()
    for child in children:
        child.wait()
    os._exit(code)     # not sys.exit: the thread that reads the input would be in its way


def stop_when_input_ends():
    def watch():
        while sys.stdin.buffer.read(1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
    threading.Thread(target=watch, daemon=True).start()


def wait_until(ready):
    for _ in range(600):
        try:
            return ready()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(.1)
        if any(child.poll() is not None for child in children):
            break
    raise RuntimeError('a service did not start')


def write_clouds(directory, url, credential):
    clouds = (('demo', 'demo', 'RegionOne'), ('other', 'other', 'RegionOne'), ('two', 'demo', 'RegionTwo'))
    with open(os.path.join(directory, 'clouds.yaml'), 'w') as file:
        file.write('clouds:\n')
        for name, project, region in clouds:
            file.write(PASSWORD_CLOUD.format(name=name, url=url, project=project, region=region))
        file.write(APPLICATION_CREDENTIAL_CLOUD.format(url=url, id=credential))
    with open(os.path.join(directory, 'openrc'), 'w') as file:
        file.write(OPENRC.format(url=url))


def start_keystone(directory, options):
    keystone = Keystone(directory, options.keystone, options.trove, options.token_seconds)
    keystone.prepare()
    start(directory, 'keystone', keystone.server())
    return keystone


def start_trove(directory, options, flags, url):
    if options.database == 'mariadb':
        mariadb = MariaDB(directory)
        mariadb.prepare()
        start(directory, 'mariadb', mariadb.server())
        mariadb.create_database()
        where = ['--db-url', mariadb.url, '--db', os.path.join(directory, 'trove')]
    else:
        where = ['--db', os.path.join(directory, 'trove.sqlite')]
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fake_trove.py')
    start(directory, 'trove', [options.trove_python, program, '--port', str(options.trove), *where, '--auth-url', url, *flags])


def main():
    options, flags = parse()
    directory = os.path.abspath(options.dir)
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
    stop_when_input_ends()
    try:
        serve(directory, options, flags)
    except (Exception, SystemExit):
        traceback.print_exc()
        print('the cloud did not start: see %s' % directory, file=sys.stderr, flush=True)
        stop(1)


def serve(directory, options, flags):
    keystone = start_keystone(directory, options)
    start_trove(directory, options, flags, keystone.url)     # imports for seconds, and needs Keystone at its first request
    wait_until(lambda: keystone.login('admin', 'secret', 'admin'))
    write_clouds(directory, keystone.url, keystone.populate())
    wait_until(lambda: urllib.request.urlopen('http://127.0.0.1:%d/' % options.trove, timeout=30).close())
    print('ready %s' % directory, flush=True)
    while True:
        signal.pause()


main()
