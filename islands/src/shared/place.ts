/** Where the device is; asked for only when somebody wants it. */
export function whereAmI(): Promise<{ lon: number; lat: number }> {
  return new Promise((found, failed) => {
    if (!navigator.geolocation) return failed(new Error("no geolocation"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lon: coords.longitude, lat: coords.latitude }),
      failed,
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
}
