'use strict';

const element = (tag, text, className) => {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (className) e.className = className;
  return e;
};

const nothing = () => element('p', 'none', 'none');

const organization = (o) => {
  const card = element('article');
  card.append(element('h2', o.name), element('div', o.id, 'id'));
  const groups = Object.entries(o.holdings);
  if (groups.length === 0) card.append(element('h3', 'holds nothing'));
  for (const [group, entries] of groups) {
    const list = element('dl');
    for (const [name, value] of Object.entries(entries)) {
      list.append(element('dt', name), element('dd', value));
    }
    card.append(element('h3', group), list);
  }
  return card;
};

const table = (headings, rows) => {
  if (rows.length === 0) return nothing();
  const t = element('table');
  const head = element('tr');
  headings.forEach((h) => head.append(element('th', h)));
  t.append(head);
  for (const row of rows) {
    const tr = element('tr');
    row.forEach((cell) => tr.append(cell instanceof Node ? cell : element('td', cell)));
    t.append(tr);
  }
  return t;
};

const time = (arrival) => new Date(arrival.time).toLocaleTimeString();
const status = (code) => element('td', code || 'none', code === 200 ? 'good' : 'bad');
const show = (id, ...children) => document.getElementById(id).replaceChildren(...children);

const faults = (plan) =>
  ['save', 'token'].flatMap((on) =>
    plan[on].map((p) => [on, JSON.stringify(p.fault), p.times ?? 'always', p.organization ?? 'any']));

const refresh = async () => {
  try {
    const state = await (await fetch('admin/state', { cache: 'no-store' })).json();
    show('organizations', ...state.organizations.map(organization));
    show('faults', table(['on', 'fault', 'times', 'organization'], faults(state.faults)));
    show('saves', table(['time', 'organization', 'client', 'entries'],
      state.saves.map((s) => [time(s.arrival), s.organization, s.client, s.entries.join(', ')])));
    show('calls', table(['time', 'organization', 'status', 'outcome', 'fault', 'request', 'caller'],
      state.saveCalls.map((c) => [time(c.arrival), c.organization, status(c.status), c.outcome,
        c.fault, c.arrival.requestId, `${c.arrival.userAgent} ${c.arrival.protocol}`])));
    show('tokens', table(['time', 'client', 'status', 'outcome', 'fault'],
      state.tokenCalls.map((c) => [time(c.arrival), c.client, status(c.status), c.outcome, c.fault])));
    document.getElementById('seen').textContent = `As of ${new Date().toLocaleTimeString()}.`;
  } catch {
    document.getElementById('seen').textContent = 'The sandbox does not answer.';
  }
  setTimeout(refresh, 1000);
};

refresh();
