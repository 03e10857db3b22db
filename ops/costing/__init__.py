"""Cost estimates: the measured use of AWS services, multiplied by AWS's list prices."""
