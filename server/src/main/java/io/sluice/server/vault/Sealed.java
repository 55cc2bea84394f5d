package io.sluice.server.vault;

/**
 * A text that only the vault can read.
 *
 * @param keyId which of the server's keys it was sealed with
 * @param text base64
 */
public record Sealed(String keyId, String text) {}
