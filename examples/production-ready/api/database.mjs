const { DATABASE_URL = 'http://localhost:8080' } = process.env;

/** A value of the database; undefined if the name does not exist. */
export async function read(name) {
  const response = await fetch(`${DATABASE_URL}/${name}`);
  return (await response.json()) ?? undefined;
}

export async function write(name, value) {
  await fetch(`${DATABASE_URL}/${name}`, { method: 'PUT', body: JSON.stringify(value) });
}
