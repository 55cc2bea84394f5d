package io.sluice.server.delivery.firehose;

import java.net.URI;

/**
 * The storage, as the operator set it.
 *
 * @param address without a slash at the end
 * @param region what requests are signed for, until a bucket says that it lies elsewhere
 */
public record S3Endpoint(URI address, String region) {

  private static final String AMAZON = "s3.amazonaws.com";

  /** Amazon has an address a region; all others answer for their regions at one. */
  String addressIn(String bucketRegion) {
    boolean elsewhere = AMAZON.equals(address.getHost()) && !bucketRegion.equals(region);
    return elsewhere ? address.getScheme() + "://s3." + bucketRegion + ".amazonaws.com" : address.toString();
  }
}
