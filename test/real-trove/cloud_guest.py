"""The guest agents in memory, but for the databases, users and root of MySQL and MariaDB. The suffix of an instance's name plans its fault: GUEST_ERROR, GUEST_TIMEOUT,
CONTENTS_ERROR."""
import eventlet
from oslo_log import log as logging
from trove.common import exception

from cloud_mysql import MySqlContents
from cloud_options import OPTIONS
from cloud_postgresql import PostgresContents

LOG = logging.getLogger('cloud')
AGENTS = {}


class Agent:
    """In-memory guest agent; same method names as trove.guestagent.api.API."""
    def __init__(self, id, manager):
        self.id, self.manager = id, manager
        self.contents = PostgresContents() if manager == 'postgresql' else MySqlContents(id, manager)
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
            later = OPTIONS.boot * .6 + OPTIONS.guest_lag
            eventlet.spawn_after(later, self.create_contents, databases, users)

    def create_contents(self, databases, users):
        for method, items in ((self.contents.create_database, databases), (self.contents.create_user, users)):
            try:
                if items:
                    method(items)
            except Exception:
                LOG.exception('what the create of instance %s declared', self.id)

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
        extra = {'wal_size': 16777216, 'wal_archive_size': 0} if self.manager == 'postgresql' else {}
        return {'used': 0.16, 'total': 4.0, 'total_blocks': 1000, 'free_blocks': 960, 'avail_blocks': 940,
                'mgr_extra_info': extra}     # the last four: 26 makes a percentage of them, 18 takes no notice

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


class GuestClient:
    """
    What the API only casts to a guest is done a while after its 202, and what fails then is only logged. What it calls
    fails as in trove/guestagent/api.py, `_call`.
    """
    CASTS = ('create_database', 'delete_database', 'create_user', 'delete_user', 'update_attributes', 'change_passwords')
    CALLS = ('list_databases', 'list_users', 'get_user', 'list_access', 'grant_access', 'revoke_access', 'enable_root',
             'enable_root_with_password', 'disable_root', 'is_root_enabled')

    def __init__(self, agent):
        self.agent = agent

    def __getattr__(self, name):
        if name in self.CASTS:
            method = getattr(self.agent.contents, name)
            return lambda *a, **kw: eventlet.spawn_after(OPTIONS.guest_lag, method, *a, **kw) and None
        if name in self.CALLS:
            return lambda *a, **kw: self._call(name, *a, **kw)
        return getattr(self.agent, name)

    def _call(self, name, *a, **kw):
        try:
            return getattr(self.agent.contents, name)(*a, **kw)
        except Exception as error:
            raise exception.GuestError(original_message=str(error))


def guest(id):
    if id not in AGENTS:
        AGENTS[id] = Agent(id, manager_of(id))
    return AGENTS[id]


def manager_of(id):
    from trove.datastore.models import DBDatastoreVersion
    from trove.instance.models import DBInstance
    return DBDatastoreVersion.find_by(id=DBInstance.find_by(id=id).datastore_version_id).manager


def guest_client(context, id, manager=None):
    return GuestClient(guest(id))
