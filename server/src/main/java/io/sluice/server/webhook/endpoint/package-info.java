/** Where an account wants to be told, of what, and the secrets that prove it was us. */
@NullMarked
package io.sluice.server.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
