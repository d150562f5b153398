#!/usr/bin/python3
"""The real OpenStack Trove, the one that this Python imports, in one process on 127.0.0.1.

Whole: the API (router, controllers, schemas, views), database models, quota, policy, rate limiter and task manager.
In memory under it: nova, cinder, neutron, glance, swift and the guest agent, except for the databases, users and root of
MySQL and MariaDB (cloud_mysql.py). Its database is sqlite in a file, or the
one that --db-url names: MariaDB is what Trove runs on in earnest, and what stands up to many requests at once.

    apt-get install -y --no-install-recommends python3-trove python3-barbicanclient
    /usr/bin/python3 fake_trove.py --port 8779 --auth-url http://127.0.0.1:5000/v3

real_cloud.py beside this file starts a real Keystone and this in one go.
"""
import eventlet
eventlet.monkey_patch()

import warnings  # noqa: E402
warnings.simplefilter('ignore')

from cloud_options import OPTIONS, prepare_sqlite  # noqa: E402
if not OPTIONS.db_url:
    prepare_sqlite()

from cloud_settings import configure, create_database  # noqa: E402
configure()
create_database()

# these read the configuration while they are imported
from cloud_datastores import create_datastores  # noqa: E402
from cloud_tasks import start_task_manager  # noqa: E402
from cloud_wsgi import create_app  # noqa: E402
from eventlet import wsgi  # noqa: E402

start_task_manager()
create_datastores()
app = create_app()
print('listening on http://127.0.0.1:%d/v1.0/{project_id}' % OPTIONS.port, flush=True)
wsgi.server(eventlet.listen(('127.0.0.1', OPTIONS.port)), app, log_output=OPTIONS.debug, url_length_limit=65536)
