"""Cinder, Glance and Swift in memory. A volume of 9 GB fails."""
import uuid

from cloud_fake import Fake

VOLUMES = {}


class Volumes:
    def create(self, size, name=None, volume_type=None, **kw):
        v = Fake(id=str(uuid.uuid4()), size=size, name=name,
                 volume_type=volume_type, status='available')
        if size == 9:
            v.status = 'error'
        v.delete = lambda: VOLUMES.pop(v.id, None)
        VOLUMES[v.id] = v
        return v

    def get(self, id):
        return VOLUMES[id]

    def list(self, search_opts=None, **kw):
        n = (search_opts or {}).get('name')
        return [v for v in VOLUMES.values() if v.name == n]

    def extend(self, id, size):
        VOLUMES[id].size = size


CINDER = Fake(volumes=Volumes(),
              volume_types=Fake(list=lambda: [
                  Fake(id='vt-1', name='lvmdriver-1', is_public=True, description=None),
                  Fake(id='vt-2', name='ssd', is_public=True, description='fast')]),
              volume_snapshots=Fake(get=lambda i: Fake(id=i), delete=lambda i: None))
CINDER.volume_types.get = lambda i: [t for t in CINDER.volume_types.list() if t.id == i][0]


def cinder(context, region_name=None):
    return CINDER


GLANCE = Fake(images=Fake(
    get=lambda i: {'id': i}, list=lambda **k: [{'id': str(uuid.uuid4())}]))
SWIFT = Fake(url='http://127.0.0.1/swift/v1/AUTH_x', get_account=lambda *a: ({}, []),
             head_object=lambda c, o: {'etag': '"fakemd5"'},
             delete_object=lambda *a, **k: None,
             get_object=lambda *a, **k: ({}, b''), get_container=lambda *a, **k: ({}, []),
             head_container=lambda *a, **k: {})


def glance(context, region_name=None):
    return GLANCE


def swift(context, region_name=None):
    return SWIFT
