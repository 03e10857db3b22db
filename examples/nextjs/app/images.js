export async function getImage(id) {
  const response = await fetch(`${process.env.DARKROOM_URL}/images/${encodeURIComponent(id)}`, {
    headers: { Authorization: `Bearer ${process.env.DARKROOM_TOKEN}` },
    cache: "no-store", // URLs of variants can expire
  });
  if (!response.ok) throw new Error(`Darkroom responded with HTTP ${response.status}`);
  return response.json();
}
