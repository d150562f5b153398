"""The task manager, on green threads of the API's own process."""
import json

import eventlet
from oslo_log import log as logging
from trove.common import clients, utils
from trove.instance import service_status
from trove.instance.models import InstanceServiceStatus
from trove.taskmanager import api
from trove.taskmanager.manager import Manager

from cloud_guest import guest
from cloud_options import OPTIONS
from cloud_storage import swift

LOG = logging.getLogger('cloud')
_build_polling_task = utils.build_polling_task


def build_polling_task(retriever, condition=lambda value: value, sleep_time=3, time_out=0, initial_delay=0):
    return _build_polling_task(retriever, condition=condition, sleep_time=max(.05, sleep_time * OPTIONS.speed),
                               time_out=time_out, initial_delay=initial_delay * OPTIONS.speed)


class LocalRpc:
    """What the API casts to the task manager is run here a little later."""

    def prepare(self, *a, **k):
        return self

    def cast(self, context, method, **kw):
        kw = json.loads(json.dumps(kw, default=str))     # what crosses a wire is a copy

        def run():
            try:
                getattr(Manager(), method)(context, **kw)
            except Exception:
                LOG.exception('task %s failed', method)
        eventlet.spawn_after(0.3, run)

    def call(self, context, method, **kw):
        return getattr(Manager(), method)(context, **kw)


def heartbeat():
    """After a flavor resize Trove marks the service PAUSED, and waits until the guest says anything else."""
    while True:
        eventlet.sleep(0.3)
        try:
            for status in InstanceServiceStatus.find_all(status_id=service_status.ServiceStatuses.PAUSED.code).all():
                guest(status.instance_id).set_status('HEALTHY')
        except Exception:
            LOG.exception('heartbeat')


def start_task_manager():
    utils.build_polling_task = build_polling_task
    clients.swift_client = swift
    api.API.get_client = lambda self, *a, **k: LocalRpc()
    eventlet.spawn(heartbeat)
