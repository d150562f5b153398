"""A whole Keystone (fernet tokens) in a directory: its configuration, its server, and what the cloud has in it."""
import json
import os
import urllib.error
import urllib.request

CONFIGURATION = '''[DEFAULT]
log_file = {d}/keystone.log
[database]
connection = sqlite:///{d}/keystone.sqlite
[token]
provider = fernet
expiration = {seconds}
[fernet_tokens]
key_repository = {d}/fernet
[fernet_receipts]
key_repository = {d}/fernet
[credential]
key_repository = {d}/credential
'''
DEFAULT_DOMAIN = {'id': 'default'}


class Keystone:
    def __init__(self, directory, port, trove_port, token_seconds):
        self.directory, self.port, self.trove_port = directory, port, trove_port
        self.token_seconds, self.token = token_seconds, None
        self.url = 'http://127.0.0.1:%d/v3' % port

    def prepare(self):
        for sub in ('fernet', 'credential'):
            os.makedirs(os.path.join(self.directory, sub))
        with open(os.path.join(self.directory, 'keystone.conf'), 'w') as file:
            file.write(CONFIGURATION.format(d=self.directory, seconds=self.token_seconds))

    def server(self):
        """The command line of its server."""
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cloud_keystone_server.py')
        return ['/usr/bin/python3', program, self.directory, str(self.port)]

    def populate(self):
        """The service in two regions, the projects, the user; answers the id of an application credential."""
        self._create_endpoints()
        projects = [self._create('project', name=name, domain_id='default') for name in ('demo', 'other')]
        user = self._create('user', name='demo', password='demo-password', domain_id='default')
        role = self._administer('GET', '/roles?name=member')['roles'][0]['id']
        for project in projects:
            self._administer('PUT', '/projects/%s/users/%s/roles/%s' % (project, user, role))
        credential = {'application_credential': {'name': 'pulumi', 'secret': 'appcred-secret'}}
        answer = self._call('POST', '/users/%s/application_credentials' % user, credential,
                            self.login('demo', 'demo-password', 'demo'))
        return answer[0]['application_credential']['id']

    def login(self, user, password, project):
        identity = {'methods': ['password'],
                    'password': {'user': {'name': user, 'password': password, 'domain': DEFAULT_DOMAIN}}}
        scope = {'project': {'name': project, 'domain': DEFAULT_DOMAIN}}
        return self._call('POST', '/auth/tokens', {'auth': {'identity': identity, 'scope': scope}})[1]['X-Subject-Token']

    def _create_endpoints(self):
        service = self._create('service', type='database', name='trove')
        self._administer('PUT', '/regions/RegionTwo', {'region': {}})
        for region in ('RegionOne', 'RegionTwo'):     # two names for one Trove: enough to tell regions apart
            for interface in ('public', 'internal', 'admin'):
                self._create('endpoint', service_id=service, interface=interface, region_id=region,
                             url='http://127.0.0.1:%d/v1.0/%%(project_id)s' % self.trove_port)

    def _create(self, kind, **fields):
        return self._administer('POST', '/%ss' % kind, {kind: fields})[kind]['id']

    def _administer(self, method, path, body=None):
        try:
            return self._call(method, path, body, self.token)[0]
        except urllib.error.HTTPError as error:
            if error.code != 401:
                raise
            self.token = self.login('admin', 'secret', 'admin')     # tokens can be made to live for seconds
            return self._call(method, path, body, self.token)[0]

    def _call(self, method, path, body=None, token=None):
        headers = {'Content-Type': 'application/json', 'Accept': 'application/json'}
        if token:
            headers['X-Auth-Token'] = token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return (json.loads(text) if text else None), answer.headers
