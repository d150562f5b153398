"""The guest agents in memory. The suffix of an instance's name plans its fault: GUEST_ERROR, GUEST_TIMEOUT,
CONTENTS_ERROR."""
import eventlet

from cloud_options import OPTIONS

AGENTS = {}


class Agent:
    """In-memory guest agent; same method names as trove.guestagent.api.API."""
    def __init__(self, id):
        self.id, self.users, self.dbs, self.root = id, {}, {}, False
        self.overrides = {}

    def set_status(self, name):
        from trove.instance import service_status as ss
        from trove.instance.models import InstanceServiceStatus as S
        s = S.find_by(instance_id=self.id)
        s.status = getattr(ss.ServiceStatuses, name)
        s.save()

    def prepare(self, memory_mb, packages, databases, users, **kw):
        from trove.instance.models import DBInstance
        name = DBInstance.find_by(id=self.id).name
        self.overrides = kw.get('overrides') or {}
        st = 'FAILED' if name.endswith('GUEST_ERROR') else 'HEALTHY'
        if not name.endswith(('GUEST_TIMEOUT', 'BOOT_ERROR')):     # no guest speaks from a server that never ran
            eventlet.spawn_after(OPTIONS.boot * .6, lambda: self.set_status(st))
        # the real agent reports itself ready first, and only then makes these; a failure is only logged
        if not name.endswith('CONTENTS_ERROR'):
            eventlet.spawn_after(OPTIONS.boot * .6 + OPTIONS.guest_lag, lambda: (self.create_database(databases), self.create_user(users)))

    # users / databases -------------------------------------------------
    def _page(self, d, limit, marker, include_marker):
        ks = sorted(d)
        if marker is not None:
            ks = [k for k in ks if (k >= marker if include_marker else k > marker)]
        nxt = None
        if limit and len(ks) > limit:
            ks = ks[:limit]
            nxt = ks[-1]
        return [d[k] for k in ks], nxt

    def create_database(self, databases):
        for d in databases or []:
            self.dbs[d['_name']] = {'_name': d['_name'],
                                    '_character_set': d.get('_character_set'),
                                    '_collate': d.get('_collate')}

    def list_databases(self, limit=None, marker=None, include_marker=False):
        return self._page(self.dbs, limit, marker, include_marker)

    def delete_database(self, database):
        self.dbs.pop(database['_name'], None)

    def _k(self, n, h):
        return '%s@%s' % (n, h or '%')

    def create_user(self, users):
        for u in users or []:
            v = {'_name': u['_name'], '_host': u.get('_host') or '%',
                 '_password': u.get('_password'),
                 '_databases': [{'_name': d['_name'], '_collate': None, '_character_set': None}
                                for d in u.get('_databases') or []],
                 '_is_root': False}
            self.users[self._k(v['_name'], v['_host'])] = v

    def list_users(self, limit=None, marker=None, include_marker=False):
        return self._page(self.users, limit, marker, include_marker)

    def get_user(self, username, hostname):
        return self.users.get(self._k(username, hostname))

    def delete_user(self, user):
        self.users.pop(self._k(user['_name'], user.get('_host')), None)

    def change_passwords(self, users):
        for u in users:
            self.users[self._k(u['name'], u['host'])]['_password'] = u['password']

    def update_attributes(self, username, hostname, user_attrs):
        v = self.users.pop(self._k(username, hostname))
        for a in ('name', 'host', 'password'):
            if user_attrs.get(a):
                v['_' + a] = user_attrs[a]
        self.users[self._k(v['_name'], v['_host'])] = v

    def list_access(self, username, hostname):
        return self.users[self._k(username, hostname)]['_databases']

    def grant_access(self, username, hostname, databases):
        v = self.users[self._k(username, hostname)]
        have = [d['_name'] for d in v['_databases']]
        v['_databases'] += [{'_name': d, '_collate': None, '_character_set': None}
                            for d in databases if d not in have]

    def revoke_access(self, username, hostname, database):
        v = self.users[self._k(username, hostname)]
        v['_databases'] = [d for d in v['_databases'] if d['_name'] != database]

    # root ---------------------------------------------------------------
    def enable_root(self):
        return self.enable_root_with_password(None)

    def enable_root_with_password(self, root_password=None):
        self.root = True
        return {'_name': 'root', '_host': '%', '_password': root_password or 'generated-pw',
                '_databases': [], '_is_root': True}

    def disable_root(self):
        self.root = False

    def is_root_enabled(self):
        return self.root

    # lifecycle ------------------------------------------------------------
    def restart(self):
        eventlet.sleep(2)     # long enough to be seen on a slow machine
        self.set_status('HEALTHY')

    def stop_db(self, do_not_start_on_reboot=False):
        eventlet.sleep(2)     # as above
        self.set_status('SHUTDOWN')

    def start_db_with_conf_changes(self, config_contents, ds_version=None):
        eventlet.sleep(0.3)
        self.set_status('HEALTHY')

    def get_volume_info(self):
        return {'used': 0.16, 'total': 4.0}

    def update_overrides(self, overrides, remove=False):
        self.overrides = overrides

    def apply_overrides(self, overrides):
        pass

    def pre_upgrade(self):
        return {}

    def upgrade(self, info):
        eventlet.sleep(0.5)
        self.set_status('HEALTHY')

    # backup / replication ------------------------------------------------
    def create_backup(self, info, *a):
        from trove.backup.models import DBBackup
        b = DBBackup.find_by(id=info['id'])
        b.state = 'BUILDING'
        b.save()

        def fin():
            b = DBBackup.find_by(id=info['id'])
            b.state = 'FAILED' if b.name.endswith('BACKUP_ERROR') else 'COMPLETED'
            b.location = 'http://127.0.0.1/swift/v1/AUTH_x/%s/%s.xbstream.gz.enc' % (
                info.get('swift_container') or 'database_backups', info['id'])
            b.checksum = 'fakemd5'
            b.size = 0.14
            b.save()
        eventlet.spawn_after(OPTIONS.backup, fin)

    def backup_required_for_replication(self):
        return True

    def get_replication_snapshot(self, info, cfg=None):
        eventlet.sleep(OPTIONS.backup)     # the source is in BACKUP meanwhile
        from trove.backup.models import DBBackup
        b = DBBackup.find_by(id=info['id'])
        b.state, b.size, b.checksum = 'COMPLETED', 0.14, 'fakemd5'
        b.location = 'http://127.0.0.1/swift/v1/AUTH_x/c/%s' % b.id
        b.save()
        return {'dataset': {'datastore_manager': 'mysql', 'dataset_size': 0.1,
                            'volume_size': 1, 'snapshot_id': info['id']},
                'replication_strategy': 'x', 'master': {}, 'log_position': {}}

    def detach_replica(self, for_failover=False):
        eventlet.sleep(0.5)

    def enable_as_master(self, config):
        eventlet.sleep(0.5)

    def get_last_txn(self):
        return ['uuid', 1]

    def get_latest_txn_id(self):
        return 1

    def get_replica_context(self):
        return {}

    def get_root_password(self):
        return 'pw'

    # logs / modules / ssl ------------------------------------------------
    def guest_log_list(self):
        return [{'name': 'slow_query', 'type': 'USER', 'status': 'Disabled',
                 'published': 0, 'pending': 0, 'container': None,
                 'prefix': None, 'metafile': None}]

    def guest_log_action(self, name, enable, disable, publish, discard):
        return dict(self.guest_log_list()[0], name=name,
                    status='Enabled' if enable else 'Disabled')

    def module_list(self, include_contents=False):
        return []

    def module_apply(self, modules=None):
        return []

    def module_remove(self, module=None):
        pass

    def ssl_show(self):
        return {}

    def __getattr__(self, n):
        if n.startswith('__'):
            raise AttributeError(n)
        return lambda *a, **k: None     # make_read_only, wait_for_txn, ...


class Cast:
    """What the API only casts to a guest is done a while after its 202."""
    METHODS = ('create_database', 'delete_database', 'create_user', 'delete_user', 'update_attributes', 'change_passwords')

    def __init__(self, agent):
        self.agent = agent

    def __getattr__(self, name):
        method = getattr(self.agent, name)
        if name not in self.METHODS:
            return method
        return lambda *a, **kw: eventlet.spawn_after(OPTIONS.guest_lag, method, *a, **kw) and None


def guest(id):
    return AGENTS.setdefault(id, Agent(id))


def guest_client(context, id, manager=None):
    return Cast(guest(id))
