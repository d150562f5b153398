"""Neutron in memory: every network exists."""
import uuid

import eventlet

PORTS, SECURITY_GROUPS = {}, {}
ANY = object()


class Neutron:
    n = 10

    def show_subnet(self, id):
        return {'subnet': {'id': id, 'network_id': id, 'cidr': '10.9.0.0/24',
                           'ip_version': 4, 'gateway_ip': '10.9.0.1',
                           'host_routes': []}}

    def list_subnets(self, **kw):
        return {'subnets': [{'cidr': '10.9.0.0/24'}]}

    def show_network(self, id):
        return {'network': {'id': id, 'name': 'net-' + id[:4]}}

    def show_extension(self, a):
        return {}

    def list_networks(self, **kw):
        return {'networks': [{'id': 'public-net'}]}

    def show_port(self, id):
        return {'port': PORTS[id]}

    def create_port(self, body):
        b = dict(body['port'])
        Neutron.n += 1
        ip = (b.get('fixed_ips') or [{}])[0].get('ip_address') or '10.9.0.%d' % Neutron.n
        b.update(id=str(uuid.uuid4()), device_id='', mac_address='fa:16:3e:0:0:1',
                 fixed_ips=[{'subnet_id': b.get('network_id'), 'ip_address': ip}],
                 fips=[])
        PORTS[b['id']] = b
        return {'port': b}

    def list_ports(self, device_owner=None, device_id=ANY, name=None,
                   network_id=None, **kw):
        if device_owner:
            return {'ports': [{'id': 'router'}]}
        r = [p for p in PORTS.values()
             if (device_id is ANY or p['device_id'] == device_id)     # Trove asks for the ports of no server yet, too
             and (name is None or p['name'] == name)
             and (network_id is None or p['network_id'] == network_id)]
        return {'ports': r}

    def delete_port(self, id):
        PORTS.pop(id, None)

    def create_floatingip(self, body):
        p = PORTS[body['floatingip']['port_id']]
        Neutron.n += 1
        f = {'id': str(uuid.uuid4()), 'floating_ip_address': '203.0.113.%d' % Neutron.n}
        p['fips'].append(f)
        return {'floatingip': f}

    def list_floatingips(self, port_id=None, **kw):
        return {'floatingips': PORTS.get(port_id, {}).get('fips', [])}

    def delete_floatingip(self, id):
        for p in PORTS.values():
            p['fips'] = [f for f in p['fips'] if f['id'] != id]

    def create_security_group(self, body):
        g = dict(body['security_group'], id=str(uuid.uuid4()))
        SECURITY_GROUPS[g['id']] = g
        return {'security_group': g}

    def create_security_group_rule(self, body):
        return {'security_group_rule': {'id': str(uuid.uuid4())}}

    def list_security_group_rules(self, **kw):
        eventlet.sleep(2)     # only an update of the access asks: it is UPDATING meanwhile, long enough to be seen
        return {'security_group_rules': []}

    def delete_security_group_rule(self, id):
        pass

    def list_security_groups(self, name=None):
        return {'security_groups': [g for g in SECURITY_GROUPS.values() if g['name'] == name]}

    def delete_security_group(self, id):
        SECURITY_GROUPS.pop(id, None)


def neutron(context, region_name=None):
    return Neutron()
