"""3 x 3 matrices between the RGB spaces of different primaries.

All matrices to XYZ are relative to the white point D50, as in ICC profiles.
"""

from chalicelib.imaging.color.description import Chromaticities, Point

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

# The white point of the profile connection space (ICC.1:2022, 6.3.4.3).
D50: Vector = (0.9642, 1.0, 0.8249)
# XYZ to cone responses (ICC.1:2022, Annex E).
_BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_SMALLEST = 1e-6


def to_xyz(space: Chromaticities) -> Matrix:
    """Return the matrix from linear RGB to XYZ, adapted to D50 with the Bradford transform.

    Raises ValueError if the chromaticities do not span a color space.
    """
    primaries = transposed((_xyz(space.red), _xyz(space.green), _xyz(space.blue)))
    x, y, z = _xyz(space.white)
    if y < _SMALLEST:
        raise ValueError("the white point has no luminance")
    white = (x / y, 1.0, z / y)
    amounts = apply(inverse(primaries), white)
    return multiply(_adaptation(white), multiply(primaries, _diagonal(amounts)))


def between(source: Chromaticities, target: Chromaticities) -> Matrix:
    """Return the matrix from the linear RGB of one space to that of another. Raises ValueError."""
    return multiply(inverse(to_xyz(target)), to_xyz(source))


def multiply(left: Matrix, right: Matrix) -> Matrix:
    """Return the product of two matrices."""
    a, b, c = (apply(left, column) for column in transposed(right))
    return transposed((a, b, c))


def apply(matrix: Matrix, vector: Vector) -> Vector:
    """Return the product of a matrix and a column vector."""
    x, y, z = vector
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def transposed(matrix: Matrix) -> Matrix:
    """Return the matrix with rows and columns exchanged."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    return (a, d, g), (b, e, h), (c, f, i)


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse. Raises ValueError if there is none."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    if abs(determinant) < _SMALLEST:
        raise ValueError("the matrix has no inverse")
    return (
        ((e * i - f * h) / determinant, (c * h - b * i) / determinant, (b * f - c * e) / determinant),
        ((f * g - d * i) / determinant, (a * i - c * g) / determinant, (c * d - a * f) / determinant),
        ((d * h - e * g) / determinant, (b * g - a * h) / determinant, (a * e - b * d) / determinant),
    )


def _xyz(point: Point) -> Vector:
    x, y = point
    return x, y, 1 - x - y


def _adaptation(white: Vector) -> Matrix:
    """Return the matrix from XYZ relative to this white point to XYZ relative to D50."""
    r, g, b = apply(_BRADFORD, white)
    if min(r, g, b) < _SMALLEST:
        raise ValueError("the white point is not a visible color")
    wanted = apply(_BRADFORD, D50)
    scale = _diagonal((wanted[0] / r, wanted[1] / g, wanted[2] / b))
    return multiply(inverse(_BRADFORD), multiply(scale, _BRADFORD))


def _diagonal(values: Vector) -> Matrix:
    x, y, z = values
    return (x, 0.0, 0.0), (0.0, y, 0.0), (0.0, 0.0, z)
