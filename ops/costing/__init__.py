"""What Darkroom costs: AWS's list prices times what the functions were measured to use."""
