/** A loader for the Image component of Next.js, which requests variants on demand. */
export default function darkroomLoader(properties: { src: string; width: number; quality?: number }): string;
