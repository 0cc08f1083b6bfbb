'use strict';

const byId = id => document.getElementById(id);
const whole = n => n.toLocaleString('en');
const ms = v => v == null ? '–' : v < 10 ? v.toFixed(1) + ' ms' : v < 10000 ? Math.round(v) + ' ms' : (v / 1000).toFixed(1) + ' s';
const percent = v => (100 * v).toFixed(v < .1 ? 1 : 0) + ' %';
const colors = 8, deepest = 4;

function element(name, text, className) {
  const e = document.createElement(name);
  if (text != null) e.textContent = text;
  if (className) e.className = className;
  return e;
}

// ---- Entities of a text

/** Places marks inside each other: the longer outside; where two cross, the later one is cut in two at the border of the earlier. */
function treeOf(entities, length) {
  const root = { start: 0, end: length, children: [] };
  const placed = entities.filter(e => e.start != null && e.start < e.end);
  const queue = placed.map(entity => ({ start: entity.start, end: entity.end, entity, children: [] }));
  const order = (a, b) => a.start - b.start || b.end - a.end;
  queue.sort(order);
  const stack = [root];
  while (queue.length) {
    const node = queue.shift();
    while (node.start >= stack.at(-1).end && stack.length > 1) stack.pop();
    const top = stack.at(-1);
    if (node.end > top.end) {
      queue.push({ start: top.end, end: node.end, entity: node.entity, children: [], continued: true });
      queue.sort(order);
      node.end = top.end;
    }
    top.children.push(node);
    stack.push(node);
  }
  return root;
}

const heightOf = node => node.children.reduce((height, child) => Math.max(height, 1 + heightOf(child)), 0);

function draw(text, entities, labels) {
  const colorOf = label => 'c' + Math.max(0, labels.indexOf(label)) % colors;
  const fill = (parent, node) => {
    let at = node.start;
    for (const child of node.children) {
      parent.append(text.slice(at, child.start));
      const mark = element('mark', null, `${colorOf(child.entity.label)} h${Math.min(deepest, heightOf(child))}`);
      const says = `${child.entity.label}, ${(100 * child.entity.probability).toFixed(1)} %`;
      mark.dataset.says = says;
      if (!child.continued) {
        mark.tabIndex = 0;
        mark.setAttribute('aria-label', `${child.entity.text}: ${says}`);
      }
      fill(mark, child);
      parent.append(mark);
      at = child.end;
    }
    parent.append(text.slice(at, node.end));
  };
  const marked = byId('marked');
  marked.replaceChildren();
  fill(marked, treeOf(entities, text.length));
  byId('legend').replaceChildren(...labels.filter(label => entities.some(e => e.label === label)).map(label => element('li', label, colorOf(label))));
}

function showTip(event) {
  const mark = event.target.closest?.('mark');
  if (!mark) return hideTip();
  const tip = byId('tip'), box = mark.getClientRects()[0], frame = byId('try').getBoundingClientRect();
  tip.textContent = mark.dataset.says;
  tip.hidden = false;
  tip.style.left = Math.max(4, Math.min(box.left - frame.left, frame.width - tip.offsetWidth - 4)) + 'px';
  tip.style.top = box.top - frame.top - tip.offsetHeight - 2 + 'px';
}

function hideTip() { byId('tip').hidden = true; }

// ---- Trying it

const examples = [
  ['News', 'Angela Merkel met Emmanuel Macron at the Élysée Palace in Paris on Tuesday. Siemens and Alstom, whose merger the European Commission had stopped in 2019, were not discussed.'],
  ['Sport', 'Serena Williams beat Naomi Osaka in the second round of the Australian Open in Melbourne, her first victory there since 2017.'],
  ['Names in names', 'The University of California, Berkeley and the Bank of England published a study by Ada Okafor of the London School of Economics.'],
  ['No entity', 'It rained all day, and nobody went out.'],
];
let model = null, token = '', asked = null, answer = null;

const headers = extra => token ? { ...extra, Authorization: 'Bearer ' + token } : extra;

async function loadModel() {
  let response;
  try { response = await fetch('v1/model', { headers: headers({}), cache: 'no-store' }); } catch { response = { status: 0 }; }
  byId('try').hidden = false;
  if (response.status === 401) {
    byId('token-row').hidden = false;
    byId('labels').placeholder = 'the model says which once the token is given';
    return;
  }
  if (!response.ok) { setTimeout(loadModel, 1000); return; }
  model = await response.json();
  byId('labels').placeholder = model.labels.join(', ') + (model.labels_are_open ? ' (any others in words)' : '');
}

function requestBody() {
  const body = { text: byId('text').value, offset_unit: 'utf16' };
  const labels = byId('labels').value.split(',').map(label => label.trim()).filter(label => label);
  if (labels.length) body.labels = labels;
  if (byId('overlap').value) body.policy = byId('overlap').value === 'allow' ? { overlap: 'allow', deduplication: 'none' } : { overlap: 'flat' };
  return body;
}

async function find() {
  const problem = byId('problem');
  byId('run').disabled = true;
  hideTip();
  try {
    asked = requestBody();
    const response = await fetch('v1/extract', { method: 'POST', headers: headers({ 'Content-Type': 'application/json' }), body: JSON.stringify(asked) });
    const json = await response.json();
    if (!response.ok) throw new Error(`${json.title}: ${json.detail}`);
    answer = json;
    problem.hidden = true;
    byId('found').hidden = false;
    byId('took').textContent = `${json.entities.length} ${json.entities.length === 1 ? 'entity' : 'entities'}` + (json.timing ? ` in ${ms(json.timing.total_ms)}` : '');
    draw(asked.text, json.entities, json.labels);
  } catch (failure) {
    problem.textContent = failure.message;
    problem.hidden = false;
    byId('found').hidden = true;
    byId('took').textContent = '';
  }
  byId('run').disabled = false;
}

function curl() {
  const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";
  const authorization = token ? ' -H "Authorization: Bearer $TOKEN"' : '';
  return `curl -s ${new URL('v1/extract', location.href)}${authorization} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(asked))}`;
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure context there is no clipboard but the old way to it.
    const area = element('textarea', text);
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  byId('copied').textContent = `${what} copied`;
}

function setUpTrying() {
  byId('example').append(...examples.map(([name], i) => { const option = element('option', name); option.value = i; return option; }));
  byId('text').value = examples[0][1];
  byId('example').addEventListener('change', event => {
    byId('text').value = examples[event.target.value][1];
    if (examples[event.target.value][0] === 'Names in names') byId('overlap').value = 'allow';
  });
  byId('form').addEventListener('submit', event => { event.preventDefault(); find(); });
  byId('text').addEventListener('keydown', event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); find(); } });
  byId('token').addEventListener('change', event => { token = event.target.value.trim(); loadModel(); });
  byId('copy-json').addEventListener('click', () => copy(JSON.stringify(answer, null, 2), 'JSON'));
  byId('copy-curl').addEventListener('click', () => copy(curl(), 'curl'));
  for (const name of ['mouseover', 'focusin']) byId('marked').addEventListener(name, showTip);
  for (const name of ['mouseleave', 'focusout']) byId('marked').addEventListener(name, hideTip);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hideTip(); });
}

// ---- Charts

const points = [], kept = 450, box = { left: 44, right: 472, top: 10, bottom: 146 };

function svg(name, attributes, text) {
  const e = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  if (text != null) e.textContent = text;
  return e;
}

/** Up to five round steps from zero to at least the highest value. */
function ticksTo(highest) {
  const raw = Math.max(highest, 1e-9) / 4, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(one => one >= raw);
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, i) => i * step);
}

function chart(id, lines, unit) {
  const values = lines.flatMap(line => points.map(line.of)).filter(v => v != null);
  const ticks = ticksTo(Math.max(1, ...values)), top = ticks.at(-1), now = points.at(-1)?.at ?? 0;
  const span = Math.max(60000, points.length ? now - points[0].at : 0);
  const x = at => box.right - (box.right - box.left) * (now - at) / span;
  const y = value => box.bottom - (box.bottom - box.top) * value / top;
  const drawn = [];
  for (const tick of ticks) {
    drawn.push(svg('line', { class: 'grid', x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) }));
    drawn.push(svg('text', { x: box.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, tick >= 1000 ? `${+(tick / 1000).toFixed(2)}k` : `${+tick.toFixed(2)}`));
  }
  const minutes = span / 60000, every = minutes > 8 ? 5 : minutes > 2 ? 2 : .5;
  for (let ago = 0; ago <= minutes + 1e-9; ago += every) {
    const label = ago === 0 ? 'now' : ago < 1 ? `−${Math.round(60 * ago)} s` : `−${+ago.toFixed(1)} min`;
    drawn.push(svg('text', { x: x(now - ago * 60000), y: box.bottom + 17, 'text-anchor': ago === 0 ? 'end' : 'middle' }, label));
  }
  for (const line of lines) {
    let path = '', pen = 'M';
    for (const point of points) {
      const value = line.of(point);
      if (value == null) { pen = 'M'; continue; }
      path += `${pen}${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`;
      // A point between two gaps is drawn all the same.
      if (pen === 'M') path += 'h.1';
      pen = 'L';
    }
    drawn.push(svg('path', { class: line.name, d: path }));
  }
  const last = lines.map(line => { const v = points.map(line.of).filter(one => one != null).at(-1); return `${line.name} ${v == null ? 'none' : +v.toFixed(1)} ${unit}`; });
  byId(id).setAttribute('aria-label', `Last: ${last.join(', ')}`);
  byId(id).replaceChildren(...drawn);
}

async function refreshHistory() {
  const response = await fetch('history?after=' + (points.at(-1)?.number ?? 0), { headers: headers({}), cache: 'no-store' });
  if (!response.ok) return;
  const more = await response.json();
  points.push(...more);
  points.splice(0, Math.max(0, points.length - kept));
  chart('rate', [{ name: 'rate', of: p => p.rate }], 'documents per second');
  chart('latency', [{ name: 'p50', of: p => p.p50 }, { name: 'p99', of: p => p.p99 }], 'milliseconds');
}

// ---- Figures

function card(label, value) {
  const e = element('div');
  e.append(element('b', value), element('span', label));
  return e;
}

function ago(at) {
  const seconds = Math.max(0, Math.round((Date.now() - at) / 1000));
  return seconds < 60 ? `${seconds} s ago` : seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : new Date(at).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
}

function table(id, rows) {
  byId(id).hidden = rows.length === 0;
  byId(id).querySelector('tbody').replaceChildren(...rows.map(cells => {
    const row = element('tr');
    row.append(...cells.map(([text, className]) => element('td', text, className)));
    return row;
  }));
}

function show(s) {
  byId('state').textContent = s.notReady ? 'not ready: ' + s.notReady : 'ready';
  byId('state').className = s.notReady ? 'bad' : '';
  const up = Math.floor(s.uptimeSeconds), pad = n => String(n).padStart(2, '0');
  byId('uptime').textContent = `up ${Math.floor(up / 3600)}:${pad(Math.floor(up / 60) % 60)}:${pad(up % 60)}`;
  const lately = points.slice(-3), rate = lately.length ? lately.reduce((sum, p) => sum + p.rate, 0) / lately.length : 0;
  byId('figures').replaceChildren(
    card('documents per second', rate.toFixed(rate < 10 ? 1 : 0)), card('latency, median', ms(s.p50Milliseconds)), card('latency, 99 in 100', ms(s.p99Milliseconds)),
    card('documents', whole(s.documents)), card('entities', whole(s.entities)), card('in flight', whole(s.inFlight)),
    card('consumer lag', s.lag == null ? 'unknown' : whole(s.lag)), card('partitions', s.partitions < 0 ? '–' : whole(s.partitions)), card('dead letters', whole(s.deadLetters)),
    card('tokens saved by sharing', percent(s.savedShare)), card('duplicates removed', whole(s.duplicates)), card('KV cache in use', percent(s.kvCacheUtilization)));
  table('partitions', s.partitionStates.map(p => [
    [p.topic], [String(p.partition), 'number'], [p.lag == null ? '–' : whole(p.lag), 'number'], [whole(p.inFlight), 'number'],
    [p.state + (p.whyHalted ? ': ' + p.whyHalted : ''), p.state]]));
  table('faults', s.faultReasons.map(f => [[f.fault], [whole(f.count), 'number'], [ago(f.last)], [f.detail, 'wide']]));
  byId('about').replaceChildren(...Object.entries(s.about).flatMap(([k, v]) => [element('dt', k), element('dd', v)]));
}

let uptime = 0;

async function refresh() {
  try {
    const response = await fetch('status', { headers: headers({}), cache: 'no-store' });
    if (response.status === 401) {
      byId('state').textContent = 'a token is asked for';
    } else {
      const status = await response.json();
      // A daemon that was started anew counts from one again.
      if (status.uptimeSeconds < uptime) points.length = 0;
      uptime = status.uptimeSeconds;
      await refreshHistory();
      show(status);
    }
  } catch {
    byId('state').textContent = 'the daemon does not answer';
    byId('state').className = 'bad';
  }
  setTimeout(refresh, 1000);
}

// Each of the daemon's ports has something of its own beside this page.
const isApi = 'api' in document.body.dataset;

function showLinks() {
  const link = (path, text) => { const a = element('a', text); a.href = path; return a; };
  byId('links').append('Also here: ', ...isApi
    ? [link('openapi/v1.json', 'the API in OpenAPI’s form'), ', ', link('v1/model', 'the model'), ', ', link('status', 'these figures as JSON'), '.']
    : [link('metrics', 'metrics'), ' for Prometheus, ', link('health/live', 'live'), ' and ', link('health/ready', 'ready'), ' probes, ', link('status', 'these figures as JSON'), '.']);
}

if (isApi) {
  setUpTrying();
  loadModel();
}
refresh();
showLinks();
