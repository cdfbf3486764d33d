// Programs that make one call, as text that runs when it is pasted. Pure: knows nothing of the page.

/** What a reference within the document leads to; anything else as it is. */
export function resolve(document, node) {
  let found = node;
  for (let hops = 0; found && typeof found.$ref === 'string' && hops < 20; hops++) {
    const { $ref: reference, ...beside } = found;
    const target = reference.slice(2).split('/')
      .map(step => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'))
      .reduce((at, step) => at?.[step], document);
    found = { ...target, ...beside };
  }
  return found ?? {};
}

/** The parameters of an operation, those of its path included. */
export function parameters(document, path, method) {
  const item = document.paths[path];
  return [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(one => resolve(document, one));
}

/** The example of a parameter or of a media type; undefined when there is none. */
export function example(document, holder) {
  if (holder.example !== undefined) {
    return holder.example;
  }
  const first = Object.values(holder.examples ?? {})[0];
  if (first !== undefined) {
    return resolve(document, first).value;
  }
  if (holder.content) {
    return example(document, Object.values(holder.content)[0]);
  }
  const schema = resolve(document, holder.schema);
  return holder.required ? schema.examples?.[0] ?? schema.default : undefined;
}

/** Name and text of what stands in the query or in a form: arrays repeat their name, objects are JSON. */
export function texts(name, value) {
  if (Array.isArray(value)) {
    return value.map(element => [name, text(element)]);
  }
  return [[name, text(value)]];
}

function text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The request that the documents' examples make.
 * @returns {{method: string, url: string, query: string[][], headers: string[][], body: null|{kind: 'json'|'urlencoded'|'multipart', value: any, files: string[]}, answer: 'json'|'text'|'none'}}
 */
export function sampleRequest(document, path, method, origin, key) {
  const query = [];
  const headers = key ? [['Authorization', `Bearer ${key}`]] : [];
  let address = path;
  for (const parameter of parameters(document, path, method)) {
    const value = example(document, parameter);
    if (parameter.in === 'path') {
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(text(value ?? parameter.name)));
    } else if (parameter.in === 'query' && value !== undefined && value !== null) {
      const isMany = !parameter.content && typeof value === 'object' && !Array.isArray(value);
      query.push(...(isMany ? Object.entries(value).flatMap(([name, one]) => texts(name, one)) : texts(parameter.name, value)));
    } else if (parameter.in === 'header' && parameter.required) {
      headers.push([parameter.name, text(value)]);
    }
  }
  return { method: method.toUpperCase(), url: origin + address, query, headers, body: sampleBody(document, path, method), answer: answerKind(document, path, method) };
}

function sampleBody(document, path, method) {
  const content = resolve(document, document.paths[path][method].requestBody).content ?? {};
  const [type, media] = Object.entries(content)[0] ?? [];
  if (!type) {
    return null;
  }
  const value = example(document, media) ?? {};
  if (type === 'application/json') {
    return { kind: 'json', value, files: [] };
  }
  const properties = resolve(document, media.schema).properties ?? {};
  const files = Object.keys(properties).filter(name => properties[name].format === 'binary');
  return { kind: type.startsWith('multipart') ? 'multipart' : 'urlencoded', value, files };
}

function answerKind(document, path, method) {
  const responses = document.paths[path][method].responses;
  const status = Object.keys(responses).find(one => one.startsWith('2'));
  const types = Object.keys(resolve(document, responses[status]).content ?? {});
  if (types.length === 0) {
    return 'none';
  }
  return types[0].endsWith('json') ? 'json' : 'text';
}

/** All three, in the order in which they are shown. */
export function snippets(document, path, method, origin, key) {
  const request = sampleRequest(document, path, method, origin, key);
  const all = { curl: curl(request), Python: python(request) };
  // a browser sends no body with a GET
  return request.body && request.method === 'GET' ? all : { ...all, JavaScript: javascript(request) };
}

function fullUrl(request) {
  const query = request.query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return query ? `${request.url}?${query}` : request.url;
}

function entries(request) {
  return Object.entries(request.body.value).flatMap(([name, value]) => texts(name, value));
}

const quoted = value => `'${value.replace(/'/g, `'\\''`)}'`;
const fileName = name => `${name.replace(/[^A-Za-z0-9_-]/g, '_')}.txt`;

export function curl(request) {
  const words = ['curl'];
  const body = request.body;
  if (request.answer === 'text') {
    words.push('--no-buffer');
  }
  if (request.method !== 'GET' && !(request.method === 'POST' && body)) {
    words.push(`--request ${request.method}`);
  } else if (request.method === 'GET' && body) {
    words.push('--request GET');
  }
  words.push(quoted(fullUrl(request)));
  request.headers.forEach(([name, value]) => words.push(`--header ${quoted(`${name}: ${value}`)}`));
  if (body?.kind === 'json') {
    words.push(`--header 'Content-Type: application/json'`, `--data ${quoted(JSON.stringify(body.value))}`);
  } else if (body?.kind === 'urlencoded') {
    entries(request).forEach(([name, value]) => words.push(`--data-urlencode ${quoted(`${encodeURIComponent(name)}=${value}`)}`));
    if (entries(request).length === 0) {
      words.push(`--data ''`);
    }
  } else if (body) {
    entries(request).forEach(([name, value]) => words.push(`--form-string ${quoted(`${name}=${value}`)}`));
    body.files.forEach(name => words.push(`--form ${quoted(`${name}=@${fileName(name)}`)}`));
  }
  const needed = body?.files.length ? `# needs ${body.files.map(fileName).join(', ')}, a file of yours\n` : '';
  return needed + words.join(words.length > 2 ? ' \\\n  ' : ' ');
}

/** JSON as a Python literal. */
function literal(value) {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`;
  }
  if (typeof value === 'object') {
    return `{${Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${literal(one)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}

const pairs = list => `[${list.map(([name, value]) => `(${literal(name)}, ${literal(value)})`).join(', ')}]`;

export function python(request) {
  const modules = new Set(['sys', 'urllib.error', 'urllib.request']);
  const lines = [];
  const headers = request.headers.map(([name, value]) => [literal(name), literal(value)]);
  if (request.query.length) {
    modules.add('urllib.parse');
    lines.push(`query = urllib.parse.urlencode(${pairs(request.query)})`, `url = ${literal(request.url)} + "?" + query`);
  } else {
    lines.push(`url = ${literal(request.url)}`);
  }
  const body = request.body;
  if (body?.kind === 'json') {
    modules.add('json');
    headers.push(['"Content-Type"', '"application/json"']);
    lines.push(`body = json.dumps(${literal(body.value)}).encode()`);
  } else if (body?.kind === 'urlencoded') {
    modules.add('urllib.parse');
    headers.push(['"Content-Type"', '"application/x-www-form-urlencoded"']);
    lines.push(`body = urllib.parse.urlencode(${pairs(entries(request))}).encode()`);
  } else if (body) {
    modules.add('uuid');
    headers.push(['"Content-Type"', 'f"multipart/form-data; boundary={boundary}"']);
    lines.push(...multipart(request));
  }
  const settings = [`method=${literal(request.method)}`];
  if (headers.length) {
    settings.push(`headers={${headers.map(([name, value]) => `${name}: ${value}`).join(', ')}}`);
  }
  if (body) {
    settings.push('data=body');
  }
  lines.push(`request = urllib.request.Request(url, ${settings.join(', ')})`, 'try:', '    with urllib.request.urlopen(request) as response:');
  if (request.answer === 'json') {
    modules.add('json');
    lines.push('        print(json.dumps(json.load(response), indent=2, ensure_ascii=False))');
  } else if (request.answer === 'text') {
    lines.push('        for line in response:', '            print(line.decode(), end="", flush=True)');
  } else {
    lines.push('        print(response.status)');
  }
  lines.push('except urllib.error.HTTPError as problem:', '    sys.exit(problem.read().decode())');
  return [...[...modules].sort().map(name => `import ${name}`), '', ...lines].join('\n');
}

function multipart(request) {
  const lines = ['boundary = uuid.uuid4().hex', 'body = b""', `for name, value in ${pairs(entries(request))}:`,
    String.raw`    body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()`];
  for (const name of request.body.files) {
    lines.push(`with open(${literal(fileName(name))}, "rb") as file:  # a file of yours`,
      `    head = f'--{boundary}\\r\\nContent-Disposition: form-data; name="' + ${literal(name)} + '"; filename=${literal(fileName(name))}\\r\\n\\r\\n'`,
      String.raw`    body += head.encode() + file.read() + b"\r\n"`);
  }
  return [...lines, String.raw`body += f"--{boundary}--\r\n".encode()`];
}

export function javascript(request) {
  const lines = [`const url = new URL(${JSON.stringify(request.url)});`];
  request.query.forEach(([name, value]) => lines.push(`url.searchParams.append(${JSON.stringify(name)}, ${JSON.stringify(value)});`));
  const headers = Object.fromEntries(request.headers);
  const body = request.body;
  let sent = '';
  if (body?.kind === 'json') {
    headers['Content-Type'] = 'application/json';
    sent = `JSON.stringify(${JSON.stringify(body.value)})`;
  } else if (body) {
    lines.push(`const form = new ${body.kind === 'multipart' ? 'FormData' : 'URLSearchParams'}();`);
    entries(request).forEach(([name, value]) => lines.push(`form.append(${JSON.stringify(name)}, ${JSON.stringify(value)});`));
    body.files.forEach(name => lines.push(`form.append(${JSON.stringify(name)}, new Blob(["the content of your file"]), ${JSON.stringify(fileName(name))});`));
    sent = 'form';
  }
  const settings = [];
  if (request.method !== 'GET') {
    settings.push(`method: ${JSON.stringify(request.method)}`);
  }
  if (Object.keys(headers).length) {
    settings.push(`headers: ${JSON.stringify(headers)}`);
  }
  if (sent) {
    settings.push(`body: ${sent}`);
  }
  lines.push(`const response = await fetch(url${settings.length ? `, { ${settings.join(', ')} }` : ''});`);
  lines.push('if (!response.ok) throw new Error(await response.text());');
  if (request.answer === 'json') {
    lines.push('console.log(JSON.stringify(await response.json(), null, 2));');
  } else if (request.answer === 'text') {
    lines.push('const decoder = new TextDecoder();', 'for await (const piece of response.body) console.log(decoder.decode(piece, { stream: true }));');
  } else {
    lines.push('console.log(response.status);');
  }
  return lines.join('\n');
}
