"""Trove's own pipeline of WSGI applications, with Keystone's middleware in front."""
import json
import time

from trove.common import notification, pastedeploy
from trove.instance.models import persist_instance_fault

from cloud_options import DATABASE, OPTIONS

PASTE = """
[composite:trove]
use = call:trove.common.wsgi:versioned_urlmap
/: versions
/v1.0: troveapi
[app:versions]
paste.app_factory = trove.versions:app_factory
[pipeline:troveapi]
pipeline = request_id faultwrapper authtoken authorization contextwrapper ratelimit extensions troveapp
[filter:request_id]
paste.filter_factory = oslo_middleware.request_id:RequestId.factory
[filter:extensions]
paste.filter_factory = trove.common.extensions:factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = {url}
auth_url = {url}
auth_type = password
interface = public
username = admin
project_name = admin
user_domain_id = default
project_domain_id = default
password = {password}
delay_auth_decision = False
cache = trove.tokens
[filter:authorization]
paste.filter_factory = trove.common.auth:AuthorizationMiddleware.factory
[filter:contextwrapper]
paste.filter_factory = trove.common.wsgi:ContextMiddleware.factory
[filter:faultwrapper]
paste.filter_factory = trove.common.wsgi:FaultWrapper.factory
[filter:ratelimit]
paste.filter_factory = trove.common.limits:RateLimitingMiddleware.factory
[app:troveapp]
paste.app_factory = trove.common.api:app_factory
"""


class Tokens:
    """The token cache that a deployment gives keystonemiddleware with memcached: else every request asks Keystone."""

    def __init__(self):
        self.kept = {}

    def get(self, key):
        return self.kept.get(key)

    def set(self, key, value, time=None, timeout=None):
        self.kept[key] = value


def create_app():
    path = DATABASE + '.paste.ini'
    with open(path, 'w') as file:
        file.write(PASTE.format(url=OPTIONS.auth_url, password=OPTIONS.auth_password.replace('%', '%%')))
    notification.DBaaSAPINotification.register_notify_callback(persist_instance_fault)
    app = with_token_cache(pastedeploy.paste_deploy_app(path, 'trove', {}))
    return with_access_log(app, OPTIONS.access_log) if OPTIONS.access_log else app


def with_token_cache(inner):
    tokens = Tokens()

    def app(environ, start):
        environ['trove.tokens'] = tokens
        return inner(environ, start)
    return app


def with_access_log(inner, path):
    log = open(path, 'a', buffering=1)

    def app(environ, start):
        began = time.time()
        query = environ.get('QUERY_STRING')
        entry = {'t': round(began, 3), 'method': environ['REQUEST_METHOD'],
                 'path': environ['PATH_INFO'] + ('?' + query if query else '')}

        def start_and_log(status, headers, *rest):
            log.write(json.dumps(dict(entry, status=int(status.split()[0]))) + '\n')
            return start(status, headers, *rest)
        return inner(environ, start_and_log)
    return app
