"""The databases, users and root of a MySQL or MariaDB instance: Trove's own guest agent on a real MariaDB.

What Trove's guest sends for a MySQL newer than 5.7.5, MariaDB does not parse, so that every MySQL is 5.7 to it.
"""
import copy
import threading

from sqlalchemy import event
from trove.common import cfg
from trove.guestagent.datastore.mariadb.service import MariaDBAdmin
from trove.guestagent.datastore.mysql.service import MySqlAdmin

from cloud_mysql_server import MySqlServer

CONF = cfg.CONF
ADMINS = {'mysql': MySqlAdmin, 'mariadb': MariaDBAdmin}
# The methods that trove/guestagent/datastore/manager.py names differently
METHODS = {'create_database': 'create_databases', 'create_user': 'create_users', 'enable_root_with_password': 'enable_root'}
CURRENT = threading.local()     # of the green thread


class GuestConf(type(CONF)):
    """A guest's configuration names its datastore. Here all guests share the configuration of the API, which names none."""
    datastore_manager = property(lambda self: getattr(CURRENT, 'manager', None))
    datastore_version = '5.7'


CONF.__class__ = GuestConf


class MySqlContents:
    """Has the methods of BaseMySqlAdmin (trove/guestagent/datastore/mysql_common/service.py)."""

    def __init__(self, id, manager):
        self.server, self.manager, self.engine = MySqlServer(id), manager, None
        self.admin = ADMINS[manager](self)

    def get_engine(self):
        """What BaseMySqlAdmin needs of the application."""
        return self.engine

    def remove(self):
        self.server.remove()

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        method = getattr(self.admin, METHODS.get(name, name))
        return lambda *a, **kw: self._call(method, *copy.deepcopy(a), **copy.deepcopy(kw))

    def _call(self, method, *a, **kw):
        with self.server as engine:
            CURRENT.manager, self.engine = self.manager, engine
            try:
                return method(*a, **kw)
            finally:
                CURRENT.manager = None
