"""Trove's configuration, all in memory, and its database."""
import inspect

# Debian 18.0.0's trove still calls what Python 3.11 has dropped
if not hasattr(inspect, 'getargspec'):
    inspect.getargspec = inspect.getfullargspec

import oslo_messaging.opts  # noqa: E402
from oslo_log import log as logging  # noqa: E402
from trove import rpc  # noqa: E402
from trove.common import cfg  # noqa: E402

from cloud_options import DATABASE, OPTIONS  # noqa: E402

CONF = cfg.CONF
SETTINGS = {
    'remote_nova_client': 'cloud_compute.nova',
    'remote_cinder_client': 'cloud_storage.cinder',
    'remote_neutron_client': 'cloud_network.neutron',
    'remote_glance_client': 'cloud_storage.glance',
    'remote_swift_client': 'cloud_storage.swift',
    'remote_guest_client': 'cloud_guest.guest_client',
    'transport_url': 'fake:/',
    'default_datastore': 'mysql',
    'trove_volume_support': not OPTIONS.no_volumes,
    'max_accepted_volume_size': 25,
    'max_instances_per_tenant': OPTIONS.max_instances,
    'max_volumes_per_tenant': OPTIONS.max_volumes,
    'agent_heartbeat_expiry': 10 ** 8,     # the guests in memory have no heartbeat
    'report_interval': 0,
    'usage_sleep_time': 1,
    'usage_timeout': max(20, int(OPTIONS.boot * 3)),
    'server_delete_time_out': 10,
    'update_status_on_fail': True,
    'max_header_line': 65536,
    'use_stderr': True,
    'http_get_rate': OPTIONS.rate,
    'http_post_rate': OPTIONS.rate,
    'http_put_rate': OPTIONS.rate,
    'http_delete_rate': OPTIONS.rate,
}


def configure():
    CONF([], project='trove', prog='trove-api', default_config_files=[])
    CONF.register_opts([option for group, options in oslo_messaging.opts.list_opts() if group is None
                        for option in options if option.dest == 'transport_url'])
    for name, value in SETTINGS.items():
        CONF.set_override(name, value)
    CONF.set_override('connection', OPTIONS.db_url or 'sqlite:///' + DATABASE, group='database')
    if 'network_isolation' in CONF.network:     # newer than 18.0.0
        CONF.set_override('network_isolation', False, group='network')
    if OPTIONS.no_volumes:
        for datastore in ('mysql', 'mariadb', 'postgresql'):
            CONF.set_override('volume_support', False, group=datastore)
            CONF.set_override('device_path', None, group=datastore)
    if OPTIONS.default_locality and 'default_locality' in CONF:     # since 26
        CONF.set_override('default_locality', OPTIONS.default_locality)
    if OPTIONS.debug:
        CONF.set_override('debug', True)
    logging.setup(CONF, None)
    rpc.init(CONF)


def create_database():
    from trove.db import get_db_api
    api = get_db_api()
    api.db_sync(CONF)
    # up to 22 it takes the configuration
    takes_options = 'options' in inspect.signature(api.configure_db).parameters
    api.configure_db(*([CONF] if takes_options else []))
