namespace OrleansChat.Hosting.People;

internal sealed partial class PeopleReload
{
    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "The people were read again: {Users} users are in force.")]
        public static partial void Reloaded(ILogger logger, int users);

        [LoggerMessage(4002, LogLevel.Error, "The people's NEW CONFIGURATION IS REFUSED, and the old one stays in force: {Problem}")]
        public static partial void Refused(ILogger logger, string problem);
    }
}
