"""The databases and users of a PostgreSQL server, in memory, behind the checks of Trove's own guest agent.

Follows trove/guestagent/datastore/postgres/service.py (PgSqlAdmin) and uses the models that it uses. A user has no host:
whatever host was asked for, the user is listed with `%`. What the server refuses after a cast nobody hears of.
"""
import re

from trove.common import exception
from trove.common.db.postgresql import models

from cloud_pages import page

# What the server has already, or reserves (acl.c), and what the guest never lists (trove/common/cfg.py, postgresql).
SYSTEM_DATABASES, RESERVED_USERS = ('postgres', 'template0', 'template1'), ('postgres', 'public', 'none')
HIDDEN = ('postgres', 'os_admin')
# CREATE DATABASE copies template1, and takes no other encoding or collation than that has (dbcommands.c, createdb); the
# image that Trove runs has been initialised with these. Of an encoding's name letters and digits count (encnames.c).
ENCODINGS, COLLATION = ('utf8', 'unicode'), 'en_US.utf8'
LONGEST_NAME = 63     # in bytes; the server cuts off the rest


def check_text(value):
    """Trove puts values between quotes without escaping them."""
    value.encode()
    if "'" in value or '\0' in value:
        raise SqlError('syntax error at or near "%s"' % value)


def identifier(name):
    """A name as the server keeps it; Trove puts it between double quotes without escaping them."""
    if '"' in name or '\0' in name:
        raise SqlError('syntax error at or near "%s"' % name)
    return name.encode()[:LONGEST_NAME].decode(errors='ignore')


def listed_user(user):
    """A user with the grants that UserQuery.list finds (trove/guestagent/datastore/postgres/query.py): it looks for the
    text `user=CTc/postgres` in access lists, where the server quotes a role with other characters (acl.c, putid)."""
    return user if re.fullmatch('[A-Za-z0-9_]+', user['_name']) else dict(user, _databases=[])


def listed(items):
    """What the guest lists, by stripped names; one that its model does not take breaks the list."""
    return {name.strip(): dict(item, _name=name.strip()) for name, item in items.items() if name not in HIDDEN}


class SqlError(Exception):
    """What the database server refuses."""


class PostgresContents:
    def __init__(self):
        self.databases, self.users, self.root = {}, {}, False

    # databases -----------------------------------------------------------
    def create_database(self, databases):
        for item in databases or []:
            schema = models.PostgreSQLSchema.deserialize(dict(item))
            name = identifier(schema.name)
            if name in self.databases or name in SYSTEM_DATABASES:
                raise SqlError('database "%s" already exists' % name)
            check_text(schema.character_set or '')
            if encoding_of(schema.character_set or 'utf8') not in ENCODINGS:
                raise SqlError('encoding "%s" does not match that of the template database' % schema.character_set)
            if (schema.collate or COLLATION) != COLLATION:
                raise SqlError('collation "%s" does not match that of the template database' % schema.collate)
            self.databases[name] = {'_name': name, '_character_set': 'UTF8', '_collate': COLLATION}

    def list_databases(self, limit=None, marker=None, include_marker=False):
        databases = listed(self.databases)
        for name in databases:
            models.PostgreSQLSchema(name)
        return page(databases, limit, marker, include_marker)

    def delete_database(self, database):
        name = identifier(models.PostgreSQLSchema.deserialize(dict(database)).name)
        self.databases.pop(name, None)     # IF EXISTS; its grants go with it
        for user in self.users.values():
            self._revoke(user, name)

    # users ---------------------------------------------------------------
    def create_user(self, users):
        for item in users or []:
            user = models.PostgreSQLUser.deserialize(dict(item))
            check_text(user.password)
            self._insert({'_name': user.name, '_host': '%', '_password': None, '_databases': [], '_is_root': False})
            self.grant_access(identifier(user.name), None, [database['_name'] for database in user.databases])

    def list_users(self, limit=None, marker=None, include_marker=False):
        users = {name: listed_user(user) for name, user in listed(self.users).items()}
        return page(users, limit, marker, include_marker)

    def get_user(self, username, hostname):
        check_text(username)
        user = self.users.get(username)
        return user and listed_user(user)

    def delete_user(self, user):
        name = models.PostgreSQLUser.deserialize(dict(user)).name
        for database in self.list_access(name, None):
            self._revoke(self.users[name], database['_name'])
        if name in self.users and self.users[name]['_databases']:
            raise SqlError('role "%s" cannot be dropped because some objects depend on it' % name)
        self.users.pop(identifier(name), None)     # IF EXISTS

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
            check_text(database)
            if database not in self.databases:
                raise exception.DatabaseNotFound(database=database)
            if '\\' in database:     # escapes in the text that libpq connects by
                raise SqlError('database "%s" does not exist' % database.replace('\\', ''))
            granted = self.users[username]['_databases']
            if database not in [one['_name'] for one in granted]:
                granted.append(self.databases[database])

    def revoke_access(self, username, hostname, database):
        if database not in self.databases:
            raise exception.DatabaseNotFound(database=database)
        self._revoke(self.users[username], database)

    # root ------------------------------------------------------------------
    def enable_root(self, root_password=None):
        self.root = True
        return {'_name': 'root', '_host': '%', '_password': root_password or 'generated-pw', '_databases': [], '_is_root': True}

    enable_root_with_password = enable_root

    def disable_root(self):
        self.root = False

    def is_root_enabled(self):
        return self.root

    def remove(self):
        """The instance is gone."""

    # the server ------------------------------------------------------------
    def _insert(self, user):
        name = identifier(user['_name'])
        if name in self.users or name in RESERVED_USERS or name.startswith('pg_'):
            raise SqlError('role "%s" already exists, or is reserved' % name)
        self.users[name] = dict(user, _name=name)

    def _set_password(self, name, password):
        check_text(password)
        if name not in self.users:
            raise SqlError('role "%s" does not exist' % name)

    def _revoke(self, user, database):
        user['_databases'] = [granted for granted in user['_databases'] if granted['_name'] != database]


def encoding_of(name):
    return ''.join(character for character in name if character.isascii() and character.isalnum()).lower()
