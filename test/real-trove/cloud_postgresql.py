"""The databases and users of a PostgreSQL server, in memory, behind the checks of Trove's own guest agent.

Follows trove/guestagent/datastore/postgres/service.py (PgSqlAdmin) and uses the models that it uses. A user has no host:
whatever host was asked for, the user is listed with `%`. What the server refuses after a cast nobody hears of.
"""
from trove.common import exception
from trove.common.db.postgresql import models

from cloud_mysql import SqlError
from cloud_pages import page

SYSTEM_DATABASES, SYSTEM_USERS = ('postgres', 'template0', 'template1'), ('postgres', 'os_admin')
# CREATE DATABASE copies template1, and takes no other encoding or collation than that has (dbcommands.c, createdb); the
# image that Trove runs has been initialised with these.
ENCODINGS, COLLATION = ('utf8', 'utf-8', 'unicode'), 'en_US.utf8'


def check_text(value):
    """Trove puts values between quotes without escaping them."""
    if "'" in value:
        raise SqlError('syntax error at or near "%s"' % value)


class PostgresContents:
    def __init__(self):
        self.databases, self.users = {}, {}

    # databases -----------------------------------------------------------
    def create_database(self, databases):
        for item in databases or []:
            schema = models.PostgreSQLSchema.deserialize(dict(item))
            if schema.name in self.databases or schema.name in SYSTEM_DATABASES or '"' in schema.name:
                raise SqlError('database "%s" already exists' % schema.name)
            if (schema.character_set or 'utf8').lower() not in ENCODINGS:
                raise SqlError('encoding "%s" does not match that of the template database' % schema.character_set)
            if (schema.collate or COLLATION) != COLLATION:
                raise SqlError('collation "%s" does not match that of the template database' % schema.collate)
            self.databases[schema.name] = {'_name': schema.name, '_character_set': 'UTF8', '_collate': COLLATION}

    def list_databases(self, limit=None, marker=None, include_marker=False):
        return page(self.databases, limit, marker, include_marker)

    def delete_database(self, database):
        name = models.PostgreSQLSchema.deserialize(dict(database)).name
        self.databases.pop(name, None)     # IF EXISTS; its grants go with it
        for user in self.users.values():
            self._revoke(user, name)

    # users ---------------------------------------------------------------
    def create_user(self, users):
        for item in users or []:
            user = models.PostgreSQLUser.deserialize(dict(item))
            check_text(user.password)
            self._insert({'_name': user.name, '_host': '%', '_password': None, '_databases': [], '_is_root': False})
            self.grant_access(user.name, None, [database['_name'] for database in user.databases])

    def list_users(self, limit=None, marker=None, include_marker=False):
        return page(self.users, limit, marker, include_marker)

    def get_user(self, username, hostname):
        check_text(username)
        return self.users.get(username)

    def delete_user(self, user):
        self.users.pop(models.PostgreSQLUser.deserialize(dict(user)).name, None)     # IF EXISTS

    def change_passwords(self, users):
        for item in users:
            self._set_password(item['name'], item['password'])

    def update_attributes(self, username, hostname, user_attrs):
        name = user_attrs.get('name')
        if name is not None:
            renamed = self.users[username]
            self._insert(dict(renamed, _name=name))
            del self.users[username]
        if user_attrs.get('password') is not None:
            self._set_password(name or username, user_attrs['password'])

    # access --------------------------------------------------------------
    def list_access(self, username, hostname):
        user = self.get_user(username, hostname)
        return user['_databases'] if user else []

    def grant_access(self, username, hostname, databases):
        for database in databases:
            if database not in self.databases:
                raise exception.DatabaseNotFound(database=database)
            granted = self.users[username]['_databases']
            if database not in [one['_name'] for one in granted]:
                granted.append(self.databases[database])

    def revoke_access(self, username, hostname, database):
        if database not in self.databases:
            raise exception.DatabaseNotFound(database=database)
        self._revoke(self.users[username], database)

    # the server ------------------------------------------------------------
    def _insert(self, user):
        name = user['_name']
        if name in self.users or name in SYSTEM_USERS or name.startswith('pg_') or '"' in name:
            raise SqlError('role "%s" already exists' % name)
        self.users[name] = user

    def _set_password(self, name, password):
        check_text(password)
        if name not in self.users:
            raise SqlError('role "%s" does not exist' % name)

    def _revoke(self, user, database):
        user['_databases'] = [granted for granted in user['_databases'] if granted['_name'] != database]
