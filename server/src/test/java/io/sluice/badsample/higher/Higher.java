package io.sluice.badsample.higher;

public class Higher {}
