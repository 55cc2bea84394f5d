package io.sluice.server.list;

/** The largest file of values that is read. @param bytes at least 1 */
public record UploadLimit(int bytes) {}
