"""The datastores of the cloud, with the configuration parameters that Trove ships for them."""
import json
import os
import uuid

import trove
from trove.configuration.models import DBDatastoreConfigurationParameters
from trove.datastore.models import DBDatastore, DBDatastoreVersion

# The last version of each is its default.
DATASTORES = {'mysql': ['5.7.29', '8.0.29'], 'postgresql': ['12.4', '12.18'], 'mariadb': ['10.4.12', '10.4.18']}


def create_datastores():
    for name, versions in DATASTORES.items():
        datastore = DBDatastore.create(name=name, default_version_id=None)
        for version in versions:
            created = create_version(datastore, name, version)
        datastore.default_version_id = created.id
        datastore.save()


def create_version(datastore, manager, name):
    later = {field: 'fake' for field in ('registry_ext', 'repl_strategy') if field in DBDatastoreVersion._data_fields}
    version = DBDatastoreVersion.create(datastore_id=datastore.id, name=name, version=name, manager=manager,
                                        image_id=str(uuid.uuid4()), image_tags=None, packages='', active=1, **later)
    rules = os.path.join(os.path.dirname(trove.__file__), 'templates', manager, 'validation-rules.json')
    if os.path.exists(rules):
        with open(rules) as file:
            for rule in json.load(file)['configuration-parameters']:
                create_parameter(version, rule)
    return version


def create_parameter(version, rule):
    """Bounds are bound as strings: some are greater than the 64 bits of sqlite's INTEGER."""
    bounds = {column: None if rule.get(key) is None else str(rule[key]) for column, key in
              (('max_size', 'max'), ('min_size', 'min'))}
    DBDatastoreConfigurationParameters.create(name=rule['name'], datastore_version_id=version.id,
                                              restart_required=rule['restart_required'], data_type=rule['type'],
                                              **bounds)
