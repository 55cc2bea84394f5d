package io.sluice.server.crm.file;

/**
 * What is known of a file beside its content.
 *
 * @param id unguessable; a file never changes, so another content is another id
 * @param mediaType as its content was found to be, not as it was called
 * @param storage the word of the storage its content lies in
 */
public record StoredFile(String id, FileKind kind, String mediaType, int sizeBytes, String storage) {}
