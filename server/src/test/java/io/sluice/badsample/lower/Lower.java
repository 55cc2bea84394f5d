package io.sluice.badsample.lower;

import io.sluice.badsample.higher.Higher;

public class Lower {
  public final Higher higher = new Higher();
}
