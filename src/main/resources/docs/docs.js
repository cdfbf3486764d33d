// Shows the contract that stands next to this page. Labels and descriptions come from authors of workflows: everything goes into the page as text, never as HTML.
import { example, parameters, resolve, snippets, texts } from './snippets.js';

const METHODS = ['get', 'post', 'put', 'delete'];
const byId = id => document.getElementById(id);

/** An element with attributes, and children that are elements or texts. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value !== false && value !== undefined) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

/** Paragraphs, with code in backticks. */
function prose(text) {
  return String(text ?? '').split(/\n{2,}/).filter(part => part.trim()).map(part =>
    make('p', {}, part.split('`').map((piece, index) => (index % 2 ? make('code', {}, piece) : piece))));
}

function table(label, heads, rows) {
  if (!rows.length) {
    return null;
  }
  return make('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0' },
    make('table', {},
      make('thead', {}, make('tr', {}, heads.map(head => make('th', { scope: 'col' }, head)))),
      make('tbody', {}, rows.map(row => make('tr', {}, row.map(cell => make('td', {}, cell)))))));
}

const anchor = text => text.replace(/[^A-Za-z0-9_-]+/g, '-');
const shown = value => make('code', {}, typeof value === 'string' ? value : JSON.stringify(value));
const pretty = value => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** One example of each type of problem that a response may have. */
const problemsOf = response => Object.values(response.content?.['application/problem+json']?.examples ?? {}).map(one => one.value);

class Page {
  constructor(contract) {
    this.contract = contract;
    this.refreshers = [];
  }

  of(node) {
    return resolve(this.contract, node);
  }

  show() {
    const info = this.contract.info;
    document.title = `${info.title} API`;
    byId('title').textContent = info.title;
    byId('about').textContent = `version ${info.version}${info['x-workflow-id'] ? ` of ${info['x-workflow-id']}` : ''}`;
    const main = byId('main');
    const source = make('p', { class: 'quiet' }, 'The same for programs: ', make('a', { href: contractAddress() }, 'openapi.json'));
    main.replaceChildren(...prose(info.description), source);
    for (const [tag, operations] of this.byTag()) {
      const about = (this.contract.tags ?? []).find(one => one.name === tag)?.description;
      main.append(make('h2', { id: `tag-${anchor(tag)}` }, about ?? tag));
      operations.forEach(one => main.append(this.operation(one)));
    }
    this.problems(main);
    this.schemas(main);
    byId('nav').replaceChildren(...this.navigation());
    main.removeAttribute('aria-busy');
    byId('key').addEventListener('input', () => this.refreshers.forEach(refresh => refresh()));
    if (location.hash) {
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }

  byTag() {
    const tags = new Map((this.contract.tags ?? []).map(tag => [tag.name, []]));
    for (const [path, item] of Object.entries(this.contract.paths)) {
      for (const method of METHODS.filter(one => item[one])) {
        const tag = item[method].tags?.[0] ?? 'operations';
        tags.set(tag, [...(tags.get(tag) ?? []), { path, method, operation: item[method] }]);
      }
    }
    return [...tags].filter(([, operations]) => operations.length);
  }

  navigation() {
    const lists = this.byTag().map(([tag, operations]) => [make('h2', {}, tag), make('ul', {}, operations.map(({ method, operation }) =>
      make('li', {}, make('a', { href: `#${operation.operationId}` }, make('span', { class: `method ${method}` }, method), ' ', operation.summary))))]);
    const rest = [['#problems', 'Problems'], ['#schemas', 'Schemas']].map(([href, text]) => make('li', {}, make('a', { href }, text)));
    return [...lists.flat(), make('h2', {}, 'all'), make('ul', {}, rest)];
  }

  operation({ path, method, operation }) {
    const head = make('div', { class: 'line' }, make('span', { class: `method ${method}` }, method), make('h3', {}, operation.summary));
    return make('section', { class: 'operation', id: operation.operationId, 'aria-label': `${method} ${operation.summary}` },
      head, make('p', { class: 'path' }, path), prose(operation.description),
      this.parameterTable(path, method), this.body(operation), this.snippets(path, method), this.tryIt(path, method), this.responses(operation));
  }

  parameterTable(path, method) {
    const rows = parameters(this.contract, path, method).map(one => {
      const schema = one.schema ?? Object.values(one.content ?? {})[0]?.schema;
      return [one.name, one.in, this.type(schema), one.required ? 'required' : '', prose([one.description ?? this.of(schema).description, this.rules(schema)].filter(Boolean).join('\n\n'))];
    });
    return rows.length ? [make('h4', {}, 'Parameters'), table('Parameters', ['name', 'in', 'type', '', 'description'], rows)] : null;
  }

  body(operation) {
    const body = this.of(operation.requestBody);
    return Object.entries(body.content ?? {}).map(([type, media]) => [
      make('h4', {}, `Body: ${type}${body.required ? ', required' : ''}`), this.members(media.schema),
      this.sample('Example', example(this.contract, media))]);
  }

  responses(operation) {
    const all = Object.entries(operation.responses).map(([status, response]) => [status, this.of(response)]);
    const failures = all.flatMap(([status, response]) =>
      problemsOf(response).map(value => [value.type, status, value.title]));
    return [make('h4', {}, 'Answers'),
      all.filter(([status]) => status < '400').map(([status, response]) => this.response(status, response)),
      failures.length ? make('details', {}, make('summary', {}, `Failures: ${failures.length} types of problem`), table('Failures', ['type', 'status', 'when'], failures)) : null];
  }

  response(status, response) {
    const headers = Object.keys(response.headers ?? {});
    return make('details', { open: status === '200' },
      make('summary', {}, `${status} ${response.description}`),
      headers.length ? make('p', { class: 'quiet' }, `Headers: ${headers.join(', ')}`) : null,
      Object.entries(response.content ?? {}).map(([type, media]) => [
        make('h4', {}, type), this.members(media.schema), this.sample('Example', example(this.contract, media))]));
  }

  sample(label, value) {
    return value === undefined ? null : make('details', {}, make('summary', {}, label), make('pre', { tabindex: '0' }, pretty(value)));
  }

  /** The type of a schema in words, with links to named ones. */
  type(schema) {
    if (schema?.$ref) {
      const name = schema.$ref.split('/').pop();
      return make('a', { href: `#schema-${anchor(name)}` }, name);
    }
    const known = schema ?? {};
    if (known.oneOf || known.anyOf) {
      return make('span', {}, (known.oneOf ?? known.anyOf).flatMap((one, index) => [index ? ' or ' : '', this.type(one)]));
    }
    if (known.enum) {
      return make('span', {}, known.enum.flatMap((one, index) => [index ? ' ' : '', shown(one)]));
    }
    if (known.const !== undefined) {
      return shown(known.const);
    }
    const names = [known.type ?? 'any'].flat().join(' or ');
    if (names.includes('array') && known.items && Object.keys(known.items).length) {
      return make('span', {}, names.replace('array', 'list of '), this.type(known.items));
    }
    return make('span', {}, known.format ? `${names} (${known.format})` : names);
  }

  rules(schema) {
    const known = this.of(schema);
    const rules = [];
    if (known.default !== undefined) {
      rules.push(`Default \`${JSON.stringify(known.default)}\`.`);
    }
    if (known.pattern) {
      rules.push(`Matches \`${known.pattern}\`.`);
    }
    if (known.minimum !== undefined || known.maximum !== undefined) {
      rules.push(`From ${known.minimum ?? '…'} to ${known.maximum ?? '…'}.`);
    }
    return rules.join(' ');
  }

  /** The members of an object, those of objects within it behind dots. */
  members(schema) {
    if (schema?.$ref) {
      return make('p', {}, this.type(schema));
    }
    const rows = this.memberRows(this.of(schema), '', 0);
    return rows.length ? table('Members', ['member', 'type', '', 'description'], rows) : make('p', {}, this.type(schema));
  }

  memberRows(schema, before, depth) {
    return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
      const inner = member.items && !member.items.$ref ? member.items : member;
      const row = [before + name, this.type(member), schema.required?.includes(name) ? 'required' : '',
        prose([member.description ?? (member.$ref ? '' : this.of(member).description), this.rules(member)].filter(Boolean).join('\n\n'))];
      return depth < 3 && inner.properties ? [row, ...this.memberRows(inner, `${before}${name}${member.items ? '[]' : ''}.`, depth + 1)] : [row];
    });
  }

  problems(main) {
    const all = new Map();
    Object.values(this.contract.components?.responses ?? {}).flatMap(problemsOf).forEach(value => all.set(value.type, value));
    const rows = [...all.values()].sort((one, other) => one.status - other.status).map(value => [value.type, String(value.status), value.title]);
    main.append(make('h2', { id: 'problems' }, 'Problems'), ...[table('Problems', ['type', 'status', 'when'], rows)].filter(Boolean));
  }

  schemas(main) {
    main.append(make('h2', { id: 'schemas' }, 'Schemas'));
    for (const [name, schema] of Object.entries(this.contract.components?.schemas ?? {})) {
      main.append(make('section', { class: 'operation', id: `schema-${anchor(name)}`, 'aria-label': `Schema ${name}` },
        make('h3', {}, name), prose(schema.description), this.members(schema), prose(this.rules(schema))));
    }
  }

  snippets(path, method) {
    const all = () => snippets(this.contract, path, method, location.origin, byId('key').value.trim());
    const id = `${this.contract.paths[path][method].operationId}-snippet-`;
    const tabs = Object.keys(all()).map(name => ({
      name,
      button: make('button', { type: 'button', role: 'tab', id: `${id}tab-${name}`, 'aria-controls': id + name, click: () => choose(name), keydown: event => move(event, name) }, name),
      panel: make('pre', { tabindex: '0', class: 'snippet', role: 'tabpanel', id: id + name, 'aria-labelledby': `${id}tab-${name}`, 'data-language': name }) }));
    const choose = name => tabs.forEach(tab => {
      tab.panel.hidden = tab.name !== name;
      tab.button.setAttribute('aria-selected', String(tab.name === name));
      tab.button.tabIndex = tab.name === name ? 0 : -1;
    });
    const move = (event, name) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const next = tabs[(tabs.findIndex(tab => tab.name === name) + step + tabs.length) % tabs.length];
        choose(next.name);
        next.button.focus();
      }
    };
    const refresh = () => {
      const texts = all();
      tabs.forEach(tab => { tab.panel.textContent = texts[tab.name]; });
    };
    const copy = make('button', { type: 'button', class: 'copy', click: () => copied(copy, tabs.find(tab => !tab.panel.hidden).panel.textContent) }, 'Copy');
    this.refreshers.push(refresh);
    refresh();
    choose('curl');
    const list = make('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Language' }, tabs.map(tab => tab.button));
    return [make('h4', {}, 'Call it'), make('div', { class: 'tabs' }, list, copy), tabs.map(tab => tab.panel)];
  }

  tryIt(path, method) {
    const operation = this.contract.paths[path][method];
    const content = this.of(operation.requestBody).content ?? {};
    if (!Object.keys(this.of(operation.responses['200'] ?? operation.responses['202'] ?? operation.responses['201'] ?? operation.responses['204']).content ?? { none: 1 }).some(type => type !== 'text/event-stream')) {
      return null;
    }
    const [type, media] = Object.entries(content).at(-1) ?? [];
    if (method === 'get' && type) {
      return null;
    }
    const prefix = `${operation.operationId}-`;
    const known = parameters(this.contract, path, method).filter(one => one.name !== 'url_args');
    const inputs = known.map(one => ({ one, input: make('input', { id: `${prefix}${anchor(one.in + one.name)}`, value: this.given(one), autocomplete: 'off', required: one.required }) }));
    const body = type ? this.bodyInput(prefix, type, media) : null;
    const answer = make('pre', { tabindex: '0', 'aria-live': 'polite' });
    answer.hidden = true;
    const submit = event => {
      event.preventDefault();
      send(path, method, inputs, body, answer);
    };
    return make('details', {}, make('summary', {}, 'Try it'),
      make('form', { submit },
        make('div', { class: 'fields' }, inputs.flatMap(({ one, input }) => [make('label', { for: input.id }, one.name), input]), body?.elements),
        make('p', {}, make('button', { type: 'submit', class: 'main' }, `Send ${method.toUpperCase()}`)), answer));
  }

  given(parameter) {
    const value = parameter.in === 'header' ? undefined : example(this.contract, parameter);
    return value === undefined || value === null ? '' : Array.isArray(value) || typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  bodyInput(prefix, type, media) {
    const sample = example(this.contract, media) ?? {};
    if (type === 'application/json') {
      const area = make('textarea', { id: `${prefix}body`, spellcheck: 'false' }, JSON.stringify(sample, null, 2));
      return { elements: [make('label', { for: area.id }, 'Body'), area], read: () => ({ headers: { 'Content-Type': type }, body: area.value }) };
    }
    const fields = Object.entries(this.of(media.schema).properties ?? {}).map(([name, schema]) => ({
      name, isFile: schema.format === 'binary',
      input: make('input', { id: `${prefix}form-${anchor(name)}`, type: schema.format === 'binary' ? 'file' : 'text', value: schema.format === 'binary' ? undefined : sample[name] === undefined ? '' : pretty(sample[name]) }) }));
    const read = () => {
      const form = new FormData();
      fields.forEach(({ name, isFile, input }) => (isFile ? [...input.files].forEach(file => form.append(name, file)) : input.value !== '' && form.append(name, input.value)));
      return { headers: {}, body: form };
    };
    return { elements: fields.flatMap(({ name, input }) => [make('label', { for: input.id }, name), input]), read };
  }
}

async function send(path, method, inputs, body, answer) {
  let address = path;
  const url = new URL(location.origin);
  const headers = {};
  const key = byId('key').value.trim();
  if (key) {
    headers.Authorization = `Bearer ${key}`;
  }
  for (const { one, input } of inputs) {
    if (one.in === 'path') {
      address = address.replace(`{${one.name}}`, encodeURIComponent(input.value));
    } else if (input.value !== '' && one.in === 'query') {
      texts(one.name, input.value).forEach(([name, value]) => url.searchParams.append(name, value));
    } else if (input.value !== '') {
      headers[one.name] = input.value;
    }
  }
  url.pathname = address;
  answer.hidden = false;
  answer.textContent = '…';
  try {
    const sent = body?.read() ?? { headers: {} };
    const response = await fetch(url, { method: method.toUpperCase(), headers: { ...headers, ...sent.headers }, body: sent.body });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    answer.textContent = `${response.status} ${response.statusText}\n\n${isJson ? pretty(JSON.parse(text)) : text}`;
  } catch (problem) {
    answer.textContent = String(problem);
  }
}

async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    byId('said').textContent = 'copied';
    button.textContent = 'Copied';
  } catch {
    byId('said').textContent = 'the browser does not allow copying';
    button.textContent = 'Not allowed';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

/** Next to the page: …/docs has …/openapi.json. */
function contractAddress() {
  return location.pathname.replace(/docs\/?$/, 'openapi.json');
}

async function begin() {
  try {
    const response = await fetch(contractAddress());
    if (!response.ok) {
      throw new Error(`${response.status} ${response.statusText}`);
    }
    new Page(await response.json()).show();
  } catch (problem) {
    byId('main').replaceChildren(make('p', { class: 'problem', role: 'alert' }, `The contract cannot be read: ${problem.message}`));
  }
}

byId('key-form').addEventListener('submit', event => event.preventDefault());
begin();
