namespace OrleansChat.ApiHost.Answers;

/// <summary>The <c>statusCode</c> of every answer (contract section 2.4); the codes that this server uses.</summary>
internal enum WireStatus
{
    Success = 0,
    ParameterMissing = 1,
    ParameterInvalid = 2,
    Forbidden = 3,
    InternalError = 4,
    NoPermission = 5,
    NotFound = 6,
    PartialSuccess = 7,
    OverLimit = 10,
    Unavailable = 12,
    NotAuthenticated = 20,
}

/// <summary>Which HTTP status goes with a status code (decision 21).</summary>
internal static class HttpStatus
{
    public static int Of(WireStatus status) => status switch
    {
        WireStatus.Success or WireStatus.PartialSuccess => StatusCodes.Status200OK,
        WireStatus.ParameterMissing or WireStatus.ParameterInvalid or WireStatus.OverLimit => StatusCodes.Status400BadRequest,
        WireStatus.NotAuthenticated => StatusCodes.Status401Unauthorized,
        WireStatus.Forbidden or WireStatus.NoPermission => StatusCodes.Status403Forbidden,
        WireStatus.NotFound => StatusCodes.Status404NotFound,
        WireStatus.InternalError => StatusCodes.Status500InternalServerError,
        WireStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status code of an HTTP status that the web server chose by itself.</summary>
    public static WireStatus ToWire(int httpStatus) => httpStatus switch
    {
        StatusCodes.Status401Unauthorized => WireStatus.NotAuthenticated,
        StatusCodes.Status403Forbidden => WireStatus.Forbidden,
        StatusCodes.Status404NotFound => WireStatus.NotFound,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status431RequestHeaderFieldsTooLarge or StatusCodes.Status414UriTooLong => WireStatus.OverLimit,
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => WireStatus.Unavailable,
        < StatusCodes.Status500InternalServerError => WireStatus.ParameterInvalid,
        _ => WireStatus.InternalError,
    };
}
