namespace OrleansChat.ApiHost.Hosting;

public static partial class ApiHosting
{
    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Warning, "No section People is configured: the DEMONSTRATION PEOPLE can log in, and everybody knows their password. Never let this server be reached from outside.")]
        public static partial void DemoPeopleInUse(ILogger logger);
    }
}
