/**
 * The HTTP side: the page, WHIP (RFC 9725), WHEP (draft-ietf-wish-whep) and the REST API under
 * {@code /api/v1}. Errors are {@code application/problem+json} (RFC 9457). Knows streams only by
 * {@link dev.allaprima.live.http.LiveApi}; files that are painted and recordings, which know
 * nothing of HTTP, it asks themselves.
 */
package dev.allaprima.live.http;
