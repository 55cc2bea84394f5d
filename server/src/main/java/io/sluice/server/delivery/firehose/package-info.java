/** The firehose: a copy of every event of a flow in storage that speaks S3 (exchange 14.1). */
@NamedInterface("firehose")
@NullMarked
package io.sluice.server.delivery.firehose;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
