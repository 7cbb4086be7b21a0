<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>CommunityCodeScreen</name>
        <message numerus="yes">
            <source>%n notice(s) not shown</source>
            <translation>
                <numerusform>%n notice is not shown</numerusform>
                <numerusform>%n notices are not shown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HelperScreen</name>
        <message numerus="yes">
            <source>%n message(s) waiting to be sent.</source>
            <translation>
                <numerusform>%n message is waiting to be sent.</numerusform>
                <numerusform>%n messages are waiting to be sent.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) kept for another community.</source>
            <translation>
                <numerusform>%n message kept for another community.</numerusform>
                <numerusform>%n messages kept for another community.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came that could not be read.</source>
            <translation>
                <numerusform>%n notice came that could not be read.</numerusform>
                <numerusform>%n notices came that could not be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) can't be sent: the disk spoilt them.</source>
            <translation>
                <numerusform>%n message can't be sent: the disk spoilt it.</numerusform>
                <numerusform>%n messages can't be sent: the disk spoilt them.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HomeScreen</name>
        <message numerus="yes">
            <source>%n message(s) saved from the damaged file.</source>
            <extracomment>Problems that stay until somebody does something about them.</extracomment>
            <translation>
                <numerusform>%n message was saved from the damaged file.</numerusform>
                <numerusform>%n messages were saved from the damaged file.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) for you</source>
            <translation>
                <numerusform>%n answer for you</numerusform>
                <numerusform>%n answers for you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n short lesson</numerusform>
                <numerusform>%n short lessons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LearnScreen</name>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n short lesson</numerusform>
                <numerusform>%n short lessons</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n step(s)</source>
            <translation>
                <numerusform>%n step</numerusform>
                <numerusform>%n steps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MessagesScreen</name>
        <message numerus="yes">
            <source>%n message(s)</source>
            <translation>
                <numerusform>%n message</numerusform>
                <numerusform>%n messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new answer(s)</source>
            <translation>
                <numerusform>%n new answer</numerusform>
                <numerusform>%n new answers</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NotShownScreen</name>
        <message numerus="yes">
            <source>%n notice(s) were changed on the way. We do not show them.</source>
            <translation>
                <numerusform>This notice was changed on its way. We do not show it.</numerusform>
                <numerusform>%n notices were changed on their way. We do not show them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came without a sign of who sent them. We do not show them.</source>
            <translation>
                <numerusform>This notice does not say for sure who sent it. We do not show it.</numerusform>
                <numerusform>%n notices do not say for sure who sent them. We do not show them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came from somebody else than your community. We do not show them.</source>
            <translation>
                <numerusform>This notice is not from your community. We do not show it.</numerusform>
                <numerusform>%n notices are not from your community. We do not show them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) were meant for another community. We do not show them.</source>
            <translation>
                <numerusform>This notice was meant for another community. We do not show it.</numerusform>
                <numerusform>%n notices were meant for another community. We do not show them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came once more as they were before. We keep what is newer.</source>
            <translation>
                <numerusform>An old notice came once more. We keep the newer one.</numerusform>
                <numerusform>%n old notices came once more. We keep the newer ones.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticesScreen</name>
        <message numerus="yes">
            <source>%n notice(s)</source>
            <translation>
                <numerusform>%n notice</numerusform>
                <numerusform>%n notices</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s), one after the other</source>
            <translation>
                <numerusform>%n notice</numerusform>
                <numerusform>%n notices, one after the other</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) not shown</source>
            <translation>
                <numerusform>%n notice is not shown</numerusform>
                <numerusform>%n notices are not shown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PacksScreen</name>
        <message numerus="yes">
            <source>%n speech pack(s) found.</source>
            <translation>
                <numerusform>%n speech pack was found.</numerusform>
                <numerusform>%n speech packs were found.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SwapWords</name>
        <message numerus="yes">
            <source>%n notice(s) new or changed.</source>
            <translation>
                <numerusform>%n notice is new or was changed.</numerusform>
                <numerusform>%n notices are new or were changed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new answer(s).</source>
            <translation>
                <numerusform>%n answer came.</numerusform>
                <numerusform>%n answers came.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) received by the office.</source>
            <translation>
                <numerusform>The office has received %n message.</numerusform>
                <numerusform>The office has received %n messages.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) copied to the stick.</source>
            <translation>
                <numerusform>%n message was copied to the stick.</numerusform>
                <numerusform>%n messages were copied to the stick.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recording(s) copied to the stick.</source>
            <translation>
                <numerusform>%n recording was copied to the stick.</numerusform>
                <numerusform>%n recordings were copied to the stick.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) taken back: the office is told.</source>
            <translation>
                <numerusform>The office is told that %n message was taken back.</numerusform>
                <numerusform>The office is told that %n messages were taken back.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recording(s) had no room on the stick: later.</source>
            <translation>
                <numerusform>%n recording had no room on the stick. It goes later.</numerusform>
                <numerusform>%n recordings had no room on the stick. They go later.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) not shown: changed on their way.</source>
            <translation>
                <numerusform>%n notice is not shown: it was changed on its way.</numerusform>
                <numerusform>%n notices are not shown: they were changed on their way.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) or sound(s) still to come.</source>
            <translation>
                <numerusform>%n picture or sound is still to come.</numerusform>
                <numerusform>%n pictures or sounds are still to come.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) could not be taken.</source>
            <translation>
                <numerusform>%n message could not be taken.</numerusform>
                <numerusform>%n messages could not be taken.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TellWordsScreen</name>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>That is too long to send. Please leave something out: %n letter too many. Nothing is lost.</numerusform>
                <numerusform>That is too long to send. Please leave something out: %n letters too many. Nothing is lost.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayScreen</name>
        <message numerus="yes">
            <source>%n new notice(s).</source>
            <translation>
                <numerusform>%n new notice.</numerusform>
                <numerusform>%n new notices.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Voice</name>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n minute</numerusform>
                <numerusform>%n minutes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n second(s)</source>
            <translation>
                <numerusform>%n second</numerusform>
                <numerusform>%n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>WriteBackScreen</name>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>That is too long to send. Please leave something out: %n letter too many. Nothing is lost.</numerusform>
                <numerusform>That is too long to send. Please leave something out: %n letters too many. Nothing is lost.</numerusform>
            </translation>
        </message>
    </context>
</TS>
