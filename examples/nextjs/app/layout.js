import "./globals.css";

export const metadata = { title: "Photos" };

export default function RootLayout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
