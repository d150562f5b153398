"""The databases and users of a MySQL or MariaDB server, in memory, behind the checks of Trove's own guest agent.

Follows trove/guestagent/datastore/mysql_common/service.py (BaseMySqlAdmin) and uses the models that it uses. From 23 on
the API checks no names any more: what is refused here after a cast nobody hears of.
"""
from sqlalchemy.sql.expression import text
from trove.common import exception
from trove.common.db.mysql import models
from trove.guestagent.common import sql_query

from cloud_pages import page

LONGEST_USER_NAME = 32     # MySQL's own limit; Trove's is 16, where its models are asked


class SqlError(Exception):
    """What the database server refuses."""


def execute(statement, **arguments):
    """Trove builds its SQL as text: a quote ends a string, and a colon before a word makes a bind parameter."""
    bound = text(statement)._bindparams
    if statement.count("'") % 2 or set(bound) - set(arguments):
        raise SqlError('You have an error in your SQL syntax: %s' % statement)


class MySqlContents:
    def __init__(self):
        self.databases, self.users = {}, {}

    # databases -----------------------------------------------------------
    def create_database(self, databases):
        for item in databases or []:
            schema = models.MySQLSchema.deserialize(dict(item))
            schema.check_create()
            self.databases.setdefault(schema.name, {     # IF NOT EXISTS
                '_name': schema.name, '_character_set': schema.character_set, '_collate': schema.collate})

    def list_databases(self, limit=None, marker=None, include_marker=False):
        return page(self.databases, limit, marker, include_marker)

    def delete_database(self, database):
        schema = models.MySQLSchema.deserialize(dict(database))
        schema.check_delete()
        if self.databases.pop(schema.name, None) is None:     # its grants stay
            raise SqlError("Can't drop database '%s'; database doesn't exist" % schema.name)

    # users ---------------------------------------------------------------
    def create_user(self, users):
        for item in users or []:
            user = models.MySQLUser.deserialize(dict(item))
            user.check_create()
            created = sql_query.CreateUser(user.name, host=user.host, clear=user.password)
            execute(str(created), **created.keyArgs)
            self._insert({'_name': user.name, '_host': user.host, '_password': user.password, '_databases': [],
                          '_is_root': False})
            for database in user.databases:
                self._grant(user.name, user.host, models.MySQLSchema.deserialize(dict(database)).name)

    def list_users(self, limit=None, marker=None, include_marker=False):
        users, following = page(self.users, limit, marker, include_marker)
        for user in users:
            models.MySQLUser(name=user['_name'], host=user['_host'])     # one bad name breaks the whole list
        return users, following

    def get_user(self, username, hostname):
        try:
            models.MySQLUser(name=username).check_reserved()
        except ValueError as error:
            raise exception.BadRequest('Username %s is not valid: %s' % (username, error))
        return self.users.get(key(username, hostname))

    def delete_user(self, user):
        dropped = models.MySQLUser.deserialize(dict(user))
        dropped.check_delete()
        self._remove(dropped.name, dropped.host)

    def change_passwords(self, users):
        for item in users:
            user = models.MySQLUser.deserialize({'_' + field: item[field] for field in ('name', 'host', 'password')})
            self._set_password(user.name, user.host, user.password)

    def update_attributes(self, username, hostname, user_attrs):
        user = models.MySQLUser(name=self.get_user(username, hostname)['_name'])
        if user_attrs.get('password'):
            self._set_password(user.name, hostname, user_attrs['password'])
        name, host = user_attrs.get('name'), user_attrs.get('host')
        if name or host:
            execute(str(sql_query.RenameUser(user.name, host=hostname, new_user=name, new_host=host)))
            renamed = self._remove(username, hostname)
            self._insert(dict(renamed, _name=name or username, _host=host or hostname))

    # access --------------------------------------------------------------
    def list_access(self, username, hostname):
        return self.get_user(username, hostname)['_databases']

    def grant_access(self, username, hostname, databases):
        user, checked = self.get_user(username, hostname), None
        for database in databases:
            try:
                if checked:
                    checked.name = database
                else:
                    checked = models.MySQLSchema(name=database)
                    checked.check_reserved()
            except ValueError:
                raise exception.BadRequest('Grant access to %s is not allowed' % database)
            self._grant(user['_name'], user['_host'], database)

    def revoke_access(self, username, hostname, database):
        user = self.get_user(username, hostname)
        user['_databases'] = [granted for granted in user['_databases'] if granted['_name'] != database]

    # the server ------------------------------------------------------------
    def _insert(self, user):
        name = key(user['_name'], user['_host'])
        if name in self.users or len(user['_name']) > LONGEST_USER_NAME:
            raise SqlError('Operation CREATE USER failed for %s' % name)
        self.users[name] = user

    def _remove(self, name, host):
        return self.users.pop(key(name, host))

    def _set_password(self, name, host, password):
        execute(str(sql_query.SetPassword(name, host=host, new_password=password, ds='mysql', ds_version='8.0')))
        self.users[key(name, host)]['_password'] = password

    def _grant(self, name, host, database):
        granted = self.users[key(name, host)]['_databases']
        if database not in [one['_name'] for one in granted]:
            granted.append({'_name': database, '_collate': None, '_character_set': None})


def key(name, host):
    return '%s@%s' % (name, host or '%')
