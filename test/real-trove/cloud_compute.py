"""Nova in memory. The suffix of an instance's name plans its fault: SERVER_ERROR, BOOT_ERROR, RESIZE_ERROR. A server with
NO_TAGS in its name has none, like those that a Trove before 26 made: then lists of 26 do not find it. A server keeps
the name that its instance had at the creation; RESIZE_ERROR counts by the instance's present name."""
import uuid

import eventlet
from novaclient import api_versions
from novaclient import exceptions as nova_exc

from cloud_fake import Fake
from cloud_guest import guest
from cloud_network import PORTS
from cloud_options import OPTIONS
from cloud_storage import VOLUMES

FLAVORS = {str(f.id): f for f in [
    Fake(id='1', name='m1.tiny', ram=512, vcpus=1, disk=1, ephemeral=0, links=[]),
    Fake(id='2', name='m1.small', ram=2048, vcpus=1, disk=20, ephemeral=0, links=[]),
    Fake(id='3', name='m1.medium', ram=4096, vcpus=2, disk=40, ephemeral=0, links=[]),
    Fake(id='d2', name='ds2G', ram=2048, vcpus=2, disk=10, ephemeral=0, links=[]),
    Fake(id='eph', name='eph', ram=512, vcpus=1, disk=1, ephemeral=1, links=[])]}
SERVERS, GROUPS = {}, {}


class Server(Fake):
    def delete(self):
        self.status = 'ACTIVE'
        eventlet.spawn_after(OPTIONS.delete, self.vanish)

    def vanish(self):
        if SERVERS.pop(self.id, None):
            guest(self.iid).contents.remove()

    def reboot(self):
        self.status = 'REBOOT'
        eventlet.spawn_after(0.5, lambda: setattr(self, 'status', 'ACTIVE'))

    def resize(self, flavor_id):
        self.status = 'RESIZE'
        self.old_flavor = self.flavor

        def done():
            from trove.instance.models import DBInstance
            if not DBInstance.find_by(id=self.iid).name.endswith('RESIZE_ERROR'):
                self.flavor = {'id': str(flavor_id),
                               'original_name': FLAVORS[str(flavor_id)].name}
            self.status = 'VERIFY_RESIZE'
            guest(self.iid).set_status('RUNNING')
        eventlet.spawn_after(0.5, done)

    def confirm_resize(self):
        self.status = 'ACTIVE'

    def revert_resize(self):
        self.flavor = self.old_flavor
        self.status = 'ACTIVE'


class Servers:
    def get(self, id):
        if id not in SERVERS:
            raise nova_exc.NotFound(404, 'Not found')
        return SERVERS[id]

    def list(self, search_opts=None, **kw):
        wanted = (search_opts or {}).get('tags-any')
        if wanted is None:
            return list(SERVERS.values())
        return [server for server in SERVERS.values() if server.tags.intersection(wanted.split(','))]

    def create(self, name, image_id, flavor_id, nics=None, meta=None, tags=(), **kw):
        if name.endswith('SERVER_ERROR'):
            raise nova_exc.ClientException(500, 'Fake server create error')
        sid = str(uuid.uuid4())
        iid = (meta or {}).get('trove_instance_id')
        s = Server(id=sid, name=name, status='BUILD', image=image_id, iid=iid,
                   tenant_id=(meta or {}).get('trove_project_id'),
                   flavor={'id': str(flavor_id),
                           'original_name': FLAVORS[str(flavor_id)].name},
                   addresses={'net': []}, host='fakehost',
                   tags=set() if 'NO_TAGS' in name else set(tags))
        SERVERS[sid] = s
        for nic in nics or []:
            if nic.get('port-id') in PORTS:
                PORTS[nic['port-id']]['device_id'] = sid
        for p in PORTS.values():
            if iid and p['name'] == 'trove-%s' % iid:
                p['device_id'] = sid
        st = 'ERROR' if name.endswith('BOOT_ERROR') else 'ACTIVE'
        eventlet.spawn_after(OPTIONS.boot * .4, lambda: setattr(s, 'status', st))
        return s


class Flavors:
    def get(self, id):
        if str(id) not in FLAVORS:
            raise nova_exc.NotFound(404, 'Flavor not found')
        return FLAVORS[str(id)]

    def list(self, *a, **kw):
        return list(FLAVORS.values())


class Groups:
    def list(self):
        return list(GROUPS.values())

    def create(self, name=None, policies=None):
        g = Fake(id=str(uuid.uuid4()), name=name, policies=policies, members=[])
        GROUPS[g.id] = g
        return g

    def delete(self, id):
        GROUPS.pop(id, None)


NOVA = Fake(servers=Servers(), flavors=Flavors(), server_groups=Groups(),
            api_version=api_versions.APIVersion('2.57'),
            volumes=Fake(delete_server_volume=lambda s, v: setattr(VOLUMES[v], 'status', 'available'),
                         create_server_volume=lambda s, v, d: setattr(VOLUMES[v], 'status', 'in-use')))


def nova(context, region_name=None, password=None):
    return NOVA
