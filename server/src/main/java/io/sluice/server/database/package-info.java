/** Where the data lives: the embedded PostgreSQL and its launcher, or the address of somebody's own server. */
@NullMarked
package io.sluice.server.database;

import org.jspecify.annotations.NullMarked;
